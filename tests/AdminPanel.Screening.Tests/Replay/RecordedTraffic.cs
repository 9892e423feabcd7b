using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Tests.Replay;

/// <summary>Connections of new clients that waited out the greeting, written down by hand.</summary>
internal sealed class RecordedTraffic
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private long _next = 1;

    public EvidenceArchive Archive { get; } = new();

    /// <summary>Adds a connection of a client of its own, a second after the last; with pregreet it waited six seconds.</summary>
    public long Add(params ZoneReply[] replies) => Add(IPAddress.Parse($"10.0.{_next >> 8 & 255}.{_next & 255}"), replies);

    public long Add(IPAddress client, params ZoneReply[] replies)
    {
        var at = s_start.AddSeconds(_next);
        var second = at.ToUnixTimeSeconds();
        Archive.Add(new RecordedConnection(_next, at, client, 1, new ReplayOutcome(VerdictReason.PassNew, VerdictDisposition.HandedOff, false), new DecisionEvidence
        {
            Passes = KnownPasses.None,
            Todo = 3,
            StampsAfter = [second + 6, second + 6, 1, 1, 1],
            Moments = [new(SessionMomentKind.ListsIn, at.AddMilliseconds(90)), new(SessionMomentKind.WaitOver, at.AddSeconds(6)), new(SessionMomentKind.HandedOff, at.AddSeconds(6))],
            Replies = [.. replies],
        }));
        return _next++;
    }

    public void Label(long key, MailLabel label) => Archive.SetLabel(key, label);

    public ReplayResult Replay(DnsblSettings dnsbl, ScreeningAction greet = ScreeningAction.Enforce) => ReplayRun.Run(
        Archive.View(), ScreeningSnapshot.Compile(1, new ScreeningSettings { Greet = new GreetSettings { Action = greet }, Dnsbl = dnsbl with { Action = ScreeningAction.Enforce } }));

    public static ZoneReply Listed(string zone, int milliseconds = 20, uint code = 0x7F000002) => Reply(zone, ZoneAnswer.Listed, milliseconds) with { Codes = [code] };

    public static ZoneReply NotListed(string zone, int milliseconds = 20) => Reply(zone, ZoneAnswer.NotListed, milliseconds);

    public static ZoneReply Silent(string zone) => new(ZoneDigest.Of(zone), ZoneReplyState.Silent, ZoneAnswer.Error) { List = zone };

    private static ZoneReply Reply(string zone, ZoneAnswer answer, int milliseconds) => new(ZoneDigest.Of(zone), ZoneReplyState.InTime, answer)
    {
        List = zone,
        Ttl = TimeSpan.FromSeconds(1),
        Latency = TimeSpan.FromMilliseconds(milliseconds),
    };
}
