using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.Changes;

namespace AdminPanel.Web.Features.Tuning;

/// <summary>Replays the newest connections under what is in force and under the draft, and counts what differs. Thread-safe.</summary>
internal sealed class ReplayEstimate(EvidenceSource source) : IPublishEstimate
{
    private const int Newest = 10_000;

    public async Task<PublishEstimate?> EstimateAsync(ScreeningSettings published, ScreeningSettings draft, CancellationToken cancellationToken)
    {
        if (SettingsRules.Check(draft).Any(static problem => problem.Severity == ProblemSeverity.Error)) return null;
        var view = (await source.GetAsync(cancellationToken)).View(newest: Newest);
        if (view.Count == 0) return null;
        var before = ReplayRun.Run(view, ScreeningSnapshot.Compile(0, published), cancellationToken);
        var after = ReplayRun.Run(view, ScreeningSnapshot.Compile(0, draft), cancellationToken);
        var (judged, more, withMail, fewer) = (0, 0, 0, 0);
        for (var row = 0; row < view.Count; row++)
        {
            if (before.After(row) is not { } then || after.After(row) is not { } now) continue;
            judged++;
            var (wasAway, isAway) = (then.Fate == ClientFate.TurnedAway, now.Fate == ClientFate.TurnedAway);
            if (wasAway == isAway) continue;
            if (wasAway) fewer++;
            else more++;
            if (isAway && view.Label(row) == MailLabel.Good) withMail++;
        }

        return judged == 0 ? null : new PublishEstimate(judged, more, withMail, fewer, "/tuning");
    }
}
