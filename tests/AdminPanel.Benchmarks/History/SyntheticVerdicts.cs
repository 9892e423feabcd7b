using System.Globalization;
using System.Net;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Benchmarks.History;

/// <summary>Verdicts as a busy front door makes them over thirty days: bots with made-up names, known senders, hang-ups, twenty settings versions. The same for every run.</summary>
internal sealed class SyntheticVerdicts(int count)
{
    private static readonly DateTimeOffset End = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Firms = ["acme-paper", "north-ferry", "city-library", "blue-bakery", "oak-furniture", "river-clinic", "alpine-rail", "green-grocers"];
    private static readonly string[] People = ["anna", "ben", "carla", "dmitri", "elif", "farid", "grete", "hugo", "office", "billing", "newsletter"];
    private static readonly string[] Lists = ["zen.test", "spamcop.test", "barracuda.test", "backscatter.test", "dnswl.test"];
    private static readonly string[] Ours = [.. Enumerable.Range(0, 400).Select(static i => $"{People[i % 11]}.{Firms[i % 8]}{i}@example.org")];
    private readonly Random _random = new(5);

    /// <summary>When the first of them connected.</summary>
    public static DateTimeOffset Start { get; } = End.AddDays(-30);

    /// <summary>When the last of them connected.</summary>
    public static DateTimeOffset Last => End;

    /// <summary>All of them, in order.</summary>
    public IEnumerable<VerdictEvent> All() => Enumerable.Range(0, count).Select(n => Draw(n, Start + ((End - Start) * ((double)n / count))));

    private VerdictEvent Draw(int n, DateTimeOffset at)
    {
        var dice = _random.NextDouble();
        var (reason, done) = dice switch
        {
            < .45 => (VerdictReason.Dnsbl, VerdictDisposition.Rejected),
            < .70 => (VerdictReason.PassOld, VerdictDisposition.HandedOff),
            < .80 => (VerdictReason.PassNew, VerdictDisposition.HandedOff),
            < .88 => (VerdictReason.Hangup, VerdictDisposition.HungUp),
            < .93 => (VerdictReason.Pregreet, VerdictDisposition.Rejected),
            < .96 => (VerdictReason.Allowlisted, VerdictDisposition.HandedOff),
            < .98 => (VerdictReason.Denylisted, VerdictDisposition.Rejected),
            < .999 => (VerdictReason.Limit, VerdictDisposition.Deferred),
            _ => (VerdictReason.BareNewline, VerdictDisposition.Deferred),
        };
        var listed = reason == VerdictReason.Dnsbl || (reason == VerdictReason.Pregreet && _random.Next(2) == 0);
        var asked = listed || reason is VerdictReason.PassNew or VerdictReason.Pregreet;
        var client = Client();
        var verdict = new VerdictEvent
        {
            Id = Guid.CreateVersion7(at),
            ConnectedAt = at,
            Duration = TimeSpan.FromMilliseconds(reason == VerdictReason.PassOld ? 2 : 6_020),
            Client = new IPEndPoint(client, _random.Next(1_024, 65_535)),
            Server = new IPEndPoint(IPAddress.Loopback, 25),
            SettingsVersion = 1 + (20L * n / count),
            Reason = reason,
            Disposition = done,
            Threshold = 3,
            Rank = asked ? (listed ? _random.Next(3, 9) : _random.Next(-2, 3)) : null,
            CacheState = reason == VerdictReason.PassOld ? "valid" : "unknown",
            Handoff = done == VerdictDisposition.HandedOff ? "pass" : null,
            AccessEntryId = reason switch { VerdictReason.Allowlisted => "partner", VerdictReason.Denylisted => "flood", _ => null },
            Dnsbl = asked ? [.. Lists.Select((list, i) => Answer(list, listed && (i == 0 || _random.Next(4) == 0)))] : [],
            Checks = asked
                ? [new CheckOutcome(CheckName.Pregreet, CheckResult.Passed, "enforce", TimeSpan.FromSeconds(6), null), new CheckOutcome(CheckName.Dnsbl, listed ? CheckResult.Failed : CheckResult.Passed, "enforce", TimeSpan.FromMilliseconds(20), null)]
                : [],
            Notes = [new ScreeningNote { Kind = NoteKind.Connect, At = at, Client = new IPEndPoint(client, 4_000), Server = new IPEndPoint(IPAddress.Loopback, 25) }, new ScreeningNote { Kind = NoteKind.Disconnect, At = at.AddSeconds(6), Client = new IPEndPoint(client, 4_000) }],
        };
        if (reason is not (VerdictReason.Dnsbl or VerdictReason.Pregreet or VerdictReason.Denylisted or VerdictReason.BareNewline)) return verdict;
        return verdict with
        {
            Helo = _random.Next(3) switch
            {
                0 => "localhost",
                1 => string.Create(CultureInfo.InvariantCulture, $"{_random.Next(16, 255):x}{_random.Next(4_096):x3}.dyn.isp{_random.Next(40)}.example"),
                _ => $"mail.{Firms[_random.Next(8)]}.example",
            },
            Sender = string.Create(CultureInfo.InvariantCulture, $"{People[_random.Next(11)]}{_random.Next(1_000)}@{_random.Next(1 << 20):x}.example"),
            Recipients = [Ours[_random.Next(400)]],
            Reply = $"550 5.7.1 Service unavailable; client [{client}] blocked using zen.test",
        };
    }

    /// <summary>Few come often, many seldom; four hundred thousand in all.</summary>
    private IPAddress Client()
    {
        var n = _random.Next(400_000);
        if (_random.Next(3) > 0) n = (int)(n * _random.NextDouble() * _random.NextDouble());
        return new IPAddress([(byte)(1 + (n % 220)), (byte)(n >> 8), (byte)(n >> 3), (byte)(n * 7)]);
    }

    private DnsblAnswer Answer(string list, bool listed) => new()
    {
        List = list,
        Outcome = listed ? "listed" : "not listed",
        Codes = listed ? ["127.0.0.4"] : [],
        Weight = listed ? 3 : 0,
        Latency = TimeSpan.FromMilliseconds(4 + (_random.NextDouble() * 60)),
        Ttl = TimeSpan.FromMinutes(5),
    };
}
