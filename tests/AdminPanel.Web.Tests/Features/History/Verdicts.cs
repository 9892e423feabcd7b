using System.Net;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Tests.Features.History;

/// <summary>Verdicts to show.</summary>
internal static class Verdicts
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static VerdictEvent Pass(string client = "192.0.2.1", DateTimeOffset? at = null) => new()
    {
        Id = Guid.CreateVersion7(at ?? Noon),
        ConnectedAt = at ?? Noon,
        Duration = TimeSpan.FromSeconds(6),
        Client = new IPEndPoint(IPAddress.Parse(client), 40_000),
        Server = new IPEndPoint(IPAddress.Loopback, 25),
        SettingsVersion = 3,
        Reason = VerdictReason.PassNew,
        Disposition = VerdictDisposition.HandedOff,
        Threshold = 3,
        Rank = 0,
        Handoff = "pass",
    };

    public static VerdictEvent Listed(string client = "198.51.100.7", DateTimeOffset? at = null, int rank = 5) => Pass(client, at) with
    {
        Reason = VerdictReason.Dnsbl,
        Disposition = VerdictDisposition.Rejected,
        Rank = rank,
        Handoff = null,
        Helo = "mail.example.org",
        Sender = "a@example.org",
        Recipients = ["b@example.net"],
        Reply = "550 5.7.1 Service unavailable",
        Dnsbl =
        [
            new DnsblAnswer { List = "bl.example", Outcome = "listed", Codes = ["127.0.0.4"], Weight = 3, Latency = TimeSpan.FromMilliseconds(12) },
            new DnsblAnswer { List = "other.example", Outcome = "no reply", Error = "no reply within 10 s" },
        ],
        Checks =
        [
            new CheckOutcome(CheckName.Pregreet, CheckResult.Passed, "ignore", TimeSpan.FromSeconds(6), null),
            new CheckOutcome(CheckName.Dnsbl, CheckResult.Failed, "enforce", TimeSpan.FromMilliseconds(12), "rank 5"),
        ],
        Notes = [new ScreeningNote { Kind = NoteKind.DnsblRank, At = at ?? Noon, Client = new IPEndPoint(IPAddress.Parse(client), 40_000), Count = rank }],
    };
}
