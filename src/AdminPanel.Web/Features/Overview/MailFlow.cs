using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Shared;

namespace AdminPanel.Web.Features.Overview;

/// <summary>The answer to "is mail flowing?", in one sentence.</summary>
/// <param name="Tone"><c>ok</c>, <c>warn</c>, <c>error</c> or <c>quiet</c>.</param>
/// <param name="Words">The short answer.</param>
/// <param name="Detail">Why.</param>
internal sealed record MailFlow(string Tone, string Words, string Detail)
{
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(15);

    /// <summary>Judges from the engine's state and the newest verdicts (newest first).</summary>
    public static MailFlow Judge(ScreeningStatus? status, IReadOnlyList<VerdictEvent> newest, DateTimeOffset now)
    {
        if (status?.StartedAt is null) return new("error", "Not screening", "The engine is not running in this process.");
        if (status.HandoffTrouble is { } trouble) return new("error", "Mail is stuck at the door", $"The last hand-off failed: {trouble}");
        if (status.Handoff == "none") return new("warn", "No mail server behind the panel", "Clients that pass are told 421 and come back later. Set Screening:HandOff.");
        if (newest.Count == 0) return new("quiet", "Waiting for the first connection", $"Listening on {string.Join(", ", status.Listening)}.");

        var lastEnd = newest[0].ConnectedAt + newest[0].Duration;
        var lastHandOff = newest.FirstOrDefault(v => v.Disposition == VerdictDisposition.HandedOff);
        if (now - lastEnd > Recently) return new("quiet", "Quiet", $"The last connection was judged {Ago(now - lastEnd)}.");
        if (lastHandOff is null) return new("warn", "Nobody gets through", $"None of the last {Numbers.Thin(newest.Count)} connections was handed off.");
        var since = now - (lastHandOff.ConnectedAt + lastHandOff.Duration);
        return since > Recently
            ? new("warn", "Nobody gets through", $"The last hand-off was {Ago(since)}, though clients keep connecting.")
            : new("ok", "Mail is flowing", $"The last hand-off was {Ago(since)}.");
    }

    private static string Ago(TimeSpan span) => span < TimeSpan.FromSeconds(2) ? "just now" : $"{Numbers.Span(span < TimeSpan.FromSeconds(60) ? TimeSpan.FromSeconds(Math.Round(span.TotalSeconds)) : span)} ago".Replace(".0", "", StringComparison.Ordinal);
}
