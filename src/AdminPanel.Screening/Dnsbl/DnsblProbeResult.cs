using System.Collections.Immutable;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>One test question and its reply.</summary>
/// <param name="Point">What was asked.</param>
/// <param name="Reply">What came.</param>
public sealed record DnsblProbeAnswer(DnsblTestPoint Point, DnsblReply Reply)
{
    /// <summary>Whether a working list answers so.</summary>
    public bool IsAsExpected => Reply.Outcome == (Point.MustBeListed ? DnsblOutcome.Listed : DnsblOutcome.NotListed);
}

/// <summary>What a list's test addresses say about it. Immutable.</summary>
/// <param name="At">When it was asked, UTC.</param>
/// <param name="Answers">The questions and replies.</param>
/// <param name="Sickness">What is wrong; <see cref="DnsblSickness.None"/> when it may score.</param>
/// <param name="Verdict">One sentence; never names the zone.</param>
public sealed record DnsblProbeResult(DateTimeOffset At, ImmutableArray<DnsblProbeAnswer> Answers, DnsblSickness Sickness, string Verdict)
{
    /// <summary>True when every answer was as expected.</summary>
    public bool IsWorking => Sickness == DnsblSickness.None && Answers.All(static answer => answer.IsAsExpected);

    /// <summary>Draws the conclusion, the gravest first.</summary>
    public static DnsblProbeResult Of(DateTimeOffset at, ImmutableArray<DnsblProbeAnswer> answers)
    {
        var (sickness, verdict) = Judge(answers);
        return new(at, answers, sickness, verdict);
    }

    /// <summary>Where a list is silent, or knows not even its test address: does its domain exist at all?</summary>
    internal async ValueTask<DnsblProbeResult> ExplainedAsync(IZoneLookup? zones, string zone)
    {
        var listsNothing = Sickness == DnsblSickness.None && Answers.Length > 0 && Answers.All(static a => a.Reply.Outcome == DnsblOutcome.NotListed);
        if (zones is null || (Sickness != DnsblSickness.Silent && !listsNothing)) return this;
        return await zones.ExistsAsync(zone, CancellationToken.None).ConfigureAwait(false) switch
        {
            false => this with { Verdict = "Its domain does not exist (any more): no name server knows it. Check its spelling, or remove it." },
            true when Sickness == DnsblSickness.Silent => this with { Verdict = $"It is silent: its domain exists, but {Silence}." },
            _ => this,
        };
    }

    private string Silence => Answers[0].Reply.Answered ? $"its name servers fail ({Answers[0].Reply.Error})" : "its name servers do not answer";

    private static (DnsblSickness Sickness, string Verdict) Judge(ImmutableArray<DnsblProbeAnswer> answers)
    {
        if (answers.FirstOrDefault(static a => a.Reply.Trouble == DnsblTrouble.OutOfRange) is { } parked)
            return (DnsblSickness.OutOfRange, $"It {parked.Reply.Error}.");
        if (answers.FirstOrDefault(static a => a is { Point.MustBeListed: false, Reply.Outcome: DnsblOutcome.Listed }) is { } world)
            return (DnsblSickness.ListsEverybody, $"It lists {world.Point.Text}, which no working list lists: it would block all mail.");
        if (answers.FirstOrDefault(static a => a.Reply.Trouble is DnsblTrouble.Refused or DnsblTrouble.PublicResolver) is { } refused)
            return (DnsblSickness.Refuses, $"It does not serve this resolver: {refused.Reply.Error}.");
        if (answers.Length > 0 && answers.All(static a => a.Reply.Outcome == DnsblOutcome.Error))
            return (DnsblSickness.Silent, $"It gives no usable answer: {answers[0].Reply.Error}.");
        if (answers.FirstOrDefault(static a => a.Reply.Outcome == DnsblOutcome.Error) is { } lost)
            return (DnsblSickness.None, $"One of its test questions failed: {lost.Reply.Error}.");
        if (answers.FirstOrDefault(static a => !a.IsAsExpected) is { } empty)
            return (DnsblSickness.None, $"It does not list its test address {empty.Point.Text}: it may be empty, dead, or use another one.");
        return (DnsblSickness.None, "It works: it lists its test address and nothing that must not be listed.");
    }
}
