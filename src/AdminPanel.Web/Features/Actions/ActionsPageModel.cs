using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Web.Shared;

namespace AdminPanel.Web.Features.Actions;

/// <summary>What each check did in the last 24 hours, so that an action can be chosen knowingly. Used on one circuit.</summary>
internal sealed class ActionsPageModel(HistoryStore history, TimeProvider time)
{
    private HistoryTotals? _totals;

    /// <summary>When the figures were read; null before that.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>Why there are no newer figures; null when they are fresh.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The present moment.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Connections that a limit turned away; null when nothing is known.</summary>
    public int? LimitHits => _totals?.ByReason.GetValueOrDefault(VerdictReason.Limit);

    /// <summary>Reads the figures again. Keeps the old ones when that fails.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            _totals = await history.GetTotalsAsync(now.AddDays(-1), now, cancellationToken);
            (AsOf, Trouble) = (now, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Trouble = $"The history could not be read: {e.Message}";
        }
    }

    /// <summary>One sentence about a check's last 24 hours; null when nothing is recorded.</summary>
    /// <param name="reason">The verdict that names the check.</param>
    /// <param name="inForce">The action in force.</param>
    /// <param name="chosen">The action in the draft.</param>
    public string? Effect(VerdictReason reason, ScreeningAction inForce, ScreeningAction chosen) => _totals is { } totals ? Sentence(totals, reason, inForce, chosen) : null;

    /// <summary>The sentence of <see cref="Effect"/> for given counts.</summary>
    internal static string? Sentence(HistoryTotals totals, VerdictReason reason, ScreeningAction inForce, ScreeningAction chosen)
    {
        if (totals.Connections == 0) return null;
        var failed = totals.ByReason.GetValueOrDefault(reason);
        if (failed == 0) return $"Last 24 hours: none of {Numbers.Thin(totals.Connections)} connections failed here.";
        var counted = $"Last 24 hours: {Numbers.Thin(failed)} of {Numbers.Thin(totals.Connections)} connections failed here ({Numbers.Share(failed, totals.Connections)})";
        var (wasKind, willBeKind) = (inForce == ScreeningAction.Ignore, chosen == ScreeningAction.Ignore);
        return (wasKind, willBeKind) switch
        {
            (true, true) => $"{counted} and were let through; enforce or drop would have turned them away.",
            (true, false) => $"{counted} and were let through; {chosen.ToString().ToLowerInvariant()} would have turned them away.",
            (false, true) => $"{counted} and were turned away; ignore would have let them through.",
            _ => $"{counted} and were turned away.",
        };
    }
}
