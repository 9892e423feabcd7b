using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>
/// The recorded connections of a range, client by client and in order of time, with the answers they got. Immutable; replay it as often as you
/// like, on any thread.
/// </summary>
public sealed class ReplayView
{
    private ReplayView(ViewRow[] rows, ImmutableArray<IPAddress> clients, AnswerTable answers, ScriptTable scripts, PassReset[] resets, FrozenSequences stamps, byte[] latencies)
    {
        Rows = rows;
        Clients = clients;
        Answers = answers;
        Scripts = scripts;
        Resets = resets;
        Stamps = stamps;
        Latencies = latencies;
    }

    /// <summary>Number of connections.</summary>
    public int Count => Rows.Length;

    /// <summary>The distinct lists that were asked, by the names that may be shown.</summary>
    public IEnumerable<string> Lists => Answers.Known.Select(static answer => answer.List).Distinct(StringComparer.Ordinal);

    internal ViewRow[] Rows { get; }

    internal ImmutableArray<IPAddress> Clients { get; }

    internal AnswerTable Answers { get; }

    internal ScriptTable Scripts { get; }

    internal PassReset[] Resets { get; }

    internal FrozenSequences Stamps { get; }

    /// <summary>The latencies of answers (<see cref="LatencyCode"/>), see <see cref="ViewRow.Latency"/>.</summary>
    internal byte[] Latencies { get; }

    /// <summary>When the first and the last of them connected, UTC; the epoch twice when there is none.</summary>
    public (DateTimeOffset First, DateTimeOffset Last) Extent
    {
        get
        {
            var (first, last) = (Rows.Length == 0 ? 0 : long.MaxValue, 0L);
            foreach (ref readonly var row in Rows.AsSpan()) (first, last) = (Math.Min(first, row.At), Math.Max(last, row.At));
            return (DateTimeOffset.FromUnixTimeMilliseconds(first), DateTimeOffset.FromUnixTimeMilliseconds(last));
        }
    }

    /// <summary>One connection's key in the history.</summary>
    public long Key(int row) => Rows[row].Key;

    /// <summary>One connection's client.</summary>
    public IPAddress Client(int row) => Clients[Rows[row].Client];

    /// <summary>When it connected, UTC.</summary>
    public DateTimeOffset At(int row) => DateTimeOffset.FromUnixTimeMilliseconds(Rows[row].At);

    /// <summary>What was decided then.</summary>
    public ReplayOutcome Before(int row) => ReplayOutcome.Of(Rows[row].Before);

    /// <summary>What its mail turned out to be.</summary>
    public MailLabel Label(int row) => (MailLabel)Rows[row].Label;

    /// <summary>The settings version that decided.</summary>
    public long Version(int row) => Rows[row].Version;

    internal static ReplayView Make(
        ArchiveRow[] archive, ReadOnlySpan<int> chosen, ImmutableArray<IPAddress> clients, ImmutableArray<KnownAnswer> answers,
        FrozenSequences vectors, FrozenSequences scripts, FrozenSequences stamps, byte[] latencies, Func<long, bool>? version)
    {
        var order = ByClient(archive, chosen, clients.Length);
        var rows = new List<ViewRow>(order.Length);
        var resets = new List<PassReset>();
        var passes = default(PassStamps);
        var (known, seen) = (false, false);
        for (var i = 0; i < order.Length; i++)
        {
            ref readonly var row = ref archive[order[i]];
            var first = i == 0 || archive[order[i - 1]].Client != row.Client;
            if (first) known = seen = false;
            var overlaps = (row.Flags & ArchiveRow.SharedFlag) != 0
                || (i + 1 < order.Length && archive[order[i + 1]].Client == row.Client && (archive[order[i + 1]].Flags & ArchiveRow.SharedFlag) != 0);
            if (version is null || version(row.Version)) rows.Add(new ViewRow(row, Reset(row, !seen, stamps, ref passes, ref known, resets), overlaps));
            else continue;
            seen = true;
        }

        return new ReplayView([.. rows], clients, new AnswerTable(answers, vectors), new ScriptTable(scripts), [.. resets], stamps, latencies);
    }

    /// <summary>
    /// Compares what the client had with what its connections before left it with: a difference came from outside (forgotten, cleaned up, another
    /// connection at the same time) and is put into the replay as it was.
    /// </summary>
    private static int Reset(in ArchiveRow row, bool first, FrozenSequences stamps, ref PassStamps passes, ref bool known, List<PassReset> resets)
    {
        var second = row.At / 1_000;
        var reset = -1;
        switch ((KnownPasses)row.Passes)
        {
            case KnownPasses.None:
            case KnownPasses.Exact:
                var then = row.StampsBefore >= 0 ? PassStamps.Unpack(stamps[row.StampsBefore], second) : default;
                if (known && PassStamps.Same(then, passes)) break;
                resets.Add(new PassReset(then, then, passes, First: first));
                reset = resets.Count - 1;
                passes = then;
                known = true;
                break;
            case KnownPasses.AllValid when first:
                resets.Add(new PassReset(PassStamps.All(second), PassStamps.All(PassStamps.Never), default, First: true));
                reset = resets.Count - 1;
                break;
            case KnownPasses.NotKnown when first:
                resets.Add(new PassReset(default, PassStamps.All(PassStamps.Never), default, First: true));
                reset = resets.Count - 1;
                break;
        }

        if (row.StampsAfter >= 0)
        {
            passes = PassStamps.Unpack(stamps[row.StampsAfter], second);
            known = true;
        }

        return reset;
    }

    private static int[] ByClient(ArchiveRow[] archive, ReadOnlySpan<int> chosen, int clients)
    {
        var ends = new int[clients + 1];
        foreach (var index in chosen) ends[archive[index].Client + 1]++;
        for (var i = 0; i < clients; i++) ends[i + 1] += ends[i];
        var order = new int[chosen.Length];
        foreach (var index in chosen) order[ends[archive[index].Client]++] = index;

        // Rows come almost in order of time, so that this insertion hardly ever moves one.
        for (var i = 1; i < order.Length; i++)
        {
            var index = order[i];
            var at = i;
            for (; at > 0 && IsBefore(archive[index], archive[order[at - 1]]); at--) order[at] = order[at - 1];
            order[at] = index;
        }

        return order;
    }

    private static bool IsBefore(in ArchiveRow a, in ArchiveRow b) => a.Client == b.Client && (a.At < b.At || (a.At == b.At && a.Key < b.Key));
}

/// <summary>One connection of a view.</summary>
internal readonly struct ViewRow(in ArchiveRow row, int reset, bool overlaps)
{
    public readonly long Key = row.Key;

    /// <summary>Milliseconds since the epoch.</summary>
    public readonly long At = row.At;
    public readonly int Client = row.Client;
    public readonly int Version = row.Version;
    public readonly int Vector = row.Vector;
    public readonly int Script = row.Script;

    /// <summary>Where the latencies of its answers begin.</summary>
    public readonly int Latency = row.Latency;

    /// <summary>Which of <see cref="ReplayView.Resets"/> comes first; −1 for none.</summary>
    public readonly int Reset = reset;

    /// <summary>The stamps that were stored; −1 for none.</summary>
    public readonly int StampsAfter = row.StampsAfter;

    /// <summary>Another connection of the client was open at the same time.</summary>
    public readonly bool Overlaps = overlaps;
    public readonly short Before = row.Before;
    public readonly byte Flags = row.Flags;
    public readonly byte Label = row.Label;

    public long Second => At / 1_000;
}

/// <summary>The client's passes came from elsewhere than from the connection before.</summary>
/// <param name="Lower">What it had at least.</param>
/// <param name="Upper">What it had at most.</param>
/// <param name="Expected">What the connection before had left, unless <paramref name="First"/>.</param>
/// <param name="First">Nothing is known of connections before.</param>
internal readonly record struct PassReset(PassStamps Lower, PassStamps Upper, PassStamps Expected, bool First);

/// <summary>The distinct answers, and the distinct sets of answers.</summary>
internal sealed record AnswerTable(ImmutableArray<KnownAnswer> Known, FrozenSequences Vectors);

/// <summary>The distinct courses of sessions. A shape is a course without its times.</summary>
internal sealed class ScriptTable
{
    private readonly FrozenSequences _scripts;
    private readonly int[] _shapeOf;
    private readonly List<SessionShape> _shapes = [];

    public ScriptTable(FrozenSequences scripts)
    {
        _scripts = scripts;
        _shapeOf = new int[scripts.Count];
        var pool = new SequencePool();
        Span<int> kinds = stackalloc int[33];
        for (var i = 0; i < scripts.Count; i++)
        {
            var script = scripts[i];
            var length = 1 + (script.Length / 2);
            kinds[0] = script[0];
            for (var m = 1; m < length; m++) kinds[m] = script[(2 * m) - 1];
            _shapeOf[i] = pool.Intern(kinds[..length]);
            if (_shapeOf[i] == _shapes.Count) _shapes.Add(SessionShape.Of(kinds[..length]));
        }
    }

    /// <summary>The number of a script's shape.</summary>
    public int ShapeOf(int script) => _shapeOf[script];

    public SessionShape Shape(int shape) => _shapes[shape];

    /// <summary>Seconds from the connection to its moment with an index.</summary>
    public int Delay(int script, int moment) => _scripts[script][2 + (2 * moment)];
}

/// <summary>What happened in a session, without the times.</summary>
/// <param name="Todo">The checks it had to take.</param>
/// <param name="Moments">What happened.</param>
/// <param name="RankTaken">Whether the lists had their time: an answer that is missing then was missing in the decision.</param>
internal sealed record SessionShape(int Todo, ImmutableArray<SessionMomentKind> Moments, bool RankTaken)
{
    /// <summary>The client talked early.</summary>
    public bool TalkedEarly { get; } = Moments.Contains(SessionMomentKind.EarlyTalk);

    public static SessionShape Of(ReadOnlySpan<int> kinds)
    {
        var moments = ImmutableArray.CreateBuilder<SessionMomentKind>(kinds.Length - 1);
        foreach (var kind in kinds[1..]) moments.Add((SessionMomentKind)kind);
        return new SessionShape(
            kinds[0], moments.ToImmutable(),
            moments.Any(static m => m is SessionMomentKind.ListsIn or SessionMomentKind.WaitOver or SessionMomentKind.EarlyTalkAtEnd));
    }
}
