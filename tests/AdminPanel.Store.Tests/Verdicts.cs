using System.Net;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.Tests;

/// <summary>Verdicts to record.</summary>
internal static class Verdicts
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static VerdictEvent PassNew(string client, DateTimeOffset? at = null) => new()
    {
        Id = Guid.CreateVersion7(at ?? Noon),
        ConnectedAt = at ?? Noon,
        Duration = TimeSpan.FromMilliseconds(6_012),
        Client = new IPEndPoint(IPAddress.Parse(client), 40_000),
        Server = new IPEndPoint(IPAddress.Loopback, 25),
        SettingsVersion = 3,
        Reason = VerdictReason.PassNew,
        Disposition = VerdictDisposition.HandedOff,
        Threshold = 2,
        Rank = 0,
        Handoff = "pass",
        Dnsbl = [Answer("bl1.test", "not listed"), Answer("bl2.test", "not listed")],
    };

    public static VerdictEvent Listed(string client, DateTimeOffset? at = null, int rank = 3) => PassNew(client, at) with
    {
        Reason = VerdictReason.Dnsbl,
        Disposition = VerdictDisposition.Rejected,
        Rank = rank,
        Helo = "host_one.example",
        Sender = "a@example.com",
        Recipients = ["b@example.net", "c@example.net"],
        Reply = $"550 5.7.1 Service unavailable; client [{client}] blocked using bl1.test",
        Handoff = null,
        Dnsbl =
        [
            Answer("bl1.test", "listed") with { Codes = ["127.0.0.2", "127.0.0.4"], Weight = 2, Ttl = TimeSpan.FromMinutes(35) },
            Answer("bl2.test", "listed") with { Codes = ["127.0.0.9"], FilteredOut = true },
            Answer("bl3.test", "no reply") with { Latency = null, Error = "no reply within 10 s" },
        ],
        Checks =
        [
            new CheckOutcome(CheckName.Pregreet, CheckResult.Passed, "ignore", TimeSpan.FromSeconds(6), null),
            new CheckOutcome(CheckName.Dnsbl, CheckResult.Failed, "enforce", TimeSpan.FromMilliseconds(12), "rank 3"),
        ],
        Notes =
        [
            new ScreeningNote { Kind = NoteKind.Connect, At = at ?? Noon, Client = new IPEndPoint(IPAddress.Parse(client), 40_000), Server = new IPEndPoint(IPAddress.IPv6Loopback, 25) },
            new ScreeningNote { Kind = NoteKind.DnsblRank, At = (at ?? Noon).AddSeconds(6), Count = 3, Client = new IPEndPoint(IPAddress.Parse(client), 40_000) },
        ],
    };

    public static DnsblAnswer Answer(string list, string outcome) => new() { List = list, Outcome = outcome, Latency = TimeSpan.FromMilliseconds(8) };
}
