using System.Net;

namespace AdminPanel.Benchmarks.Crowd;

/// <summary>What a client does once it is connected.</summary>
internal enum Errand
{
    /// <summary>Waits for the whole greeting, says EHLO, MAIL and RCPT in turn, and QUIT.</summary>
    Deliver,

    /// <summary>Waits for the whole greeting and says QUIT.</summary>
    Quit,

    /// <summary>Leaves as soon as it hears something.</summary>
    Leave,

    /// <summary>Reads what there is until the server closes.</summary>
    ReadToEnd,
}

/// <summary>One run of the client program.</summary>
internal sealed record CrowdPlan
{
    /// <summary>Where to connect.</summary>
    public required IPEndPoint Server { get; init; }

    /// <summary>How many clients come, in all.</summary>
    public required int Clients { get; init; }

    /// <summary>The source address of client n.</summary>
    public required Func<int, uint> Source { get; init; }

    /// <summary>What they do.</summary>
    public Errand Errand { get; init; } = Errand.Deliver;

    /// <summary>Clients a second; 0 for all at once.</summary>
    public double Rate { get; init; }

    /// <summary>The most clients connected at a time; further ones wait for their turn.</summary>
    public int AtOnce { get; init; } = int.MaxValue;

    /// <summary>A client without a word from the server for so long after its connect is lost.</summary>
    public TimeSpan TeaserPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A client that has not ended so long after its connect is lost.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Called once, when every client is connected or lost and none has ended yet, with the number held.</summary>
    public Action<int>? OnAllThere { get; init; }
}

/// <summary>How one client fared. Times count from its connect, in milliseconds; NaN when it did not come to that.</summary>
internal struct Visit
{
    public double TeaserAfter;
    public double GreetingAfter;
    public double EndedAfter;
    public VisitEnd End;
}

/// <summary>How a visit ended.</summary>
internal enum VisitEnd : byte
{
    /// <summary>Not yet.</summary>
    None,

    /// <summary>Its recipient was refused with 5xx, or it was closed with 521.</summary>
    Refused,

    /// <summary>The mail server took its recipient, or greeted it and heard QUIT.</summary>
    Served,

    /// <summary>Asked to come back: 4xx.</summary>
    Deferred,

    /// <summary>Refused, reset, closed without a word, or out of patience.</summary>
    Lost,
}

/// <summary>How a run went.</summary>
/// <param name="Visits">Client by client.</param>
/// <param name="Took">From the first connect to the last end.</param>
internal sealed record CrowdResult(Visit[] Visits, TimeSpan Took)
{
    /// <summary>How many ended so.</summary>
    public int Count(VisitEnd end) => Visits.Count(v => v.End == end);

    /// <summary>The quantile of a time over the clients that have it; NaN without any.</summary>
    public double Quantile(double quantile, Func<Visit, double> time)
    {
        var times = Visits.Select(time).Where(static t => !double.IsNaN(t)).Order().ToArray();
        return times.Length == 0 ? double.NaN : times[Math.Min(times.Length - 1, (int)(quantile * times.Length))];
    }

    public override string ToString() =>
        $"{Count(VisitEnd.Refused)} refused, {Count(VisitEnd.Served)} served, {Count(VisitEnd.Deferred)} deferred, {Count(VisitEnd.Lost)} lost in {Took.TotalSeconds:0.0} s; "
        + $"teaser p50 {Quantile(0.5, static v => v.TeaserAfter):0.0} p99 {Quantile(0.99, static v => v.TeaserAfter):0.0} ms";
}
