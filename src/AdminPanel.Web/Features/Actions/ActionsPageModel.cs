using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Web.Shared;

namespace AdminPanel.Web.Features.Actions;

/// <summary>What each check did in the last 24 hours, so that an action can be chosen knowingly. Used on one circuit.</summary>
internal sealed class ActionsPageModel(HistoryStore history, TimeProvider time)
{
    private const int MaxCounted = 1_000;

    private static readonly VerdictReason[] Checks =
        [VerdictReason.Pregreet, VerdictReason.Dnsbl, VerdictReason.Denylisted, VerdictReason.Pipelining, VerdictReason.NonSmtpCommand, VerdictReason.BareNewline];

    private readonly Dictionary<VerdictReason, int> _letThrough = [];
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
            foreach (var reason in Checks)
            {
                var rows = await history.ListAsync(new HistoryQuery { From = now.AddDays(-1), To = now, Reasons = [reason], WouldHave = true, Max = MaxCounted }, cancellationToken);
                _letThrough[reason] = rows.Count;
            }

            (AsOf, Trouble) = (now, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Trouble = $"The history could not be read: {e.Message}";
        }
    }

    /// <summary>One sentence about a check's last 24 hours; null when nothing is recorded.</summary>
    /// <param name="reason">The verdict that names the check.</param>
    /// <param name="chosen">The action in the draft.</param>
    public string? Effect(VerdictReason reason, ScreeningAction chosen) =>
        _totals is { Connections: > 0 } totals ? Sentence(totals.Connections, totals.ByReason.GetValueOrDefault(reason), _letThrough.GetValueOrDefault(reason), chosen) : null;

    /// <summary>The sentence of <see cref="Effect"/> for given counts.</summary>
    internal static string Sentence(int connections, int failed, int letThrough, ScreeningAction chosen)
    {
        if (failed == 0) return $"Last 24 hours: none of {Numbers.Thin(connections)} connections failed here.";
        var counted = $"Last 24 hours: {Numbers.Thin(failed)} of {Numbers.Thin(connections)} connections failed here ({Numbers.Share(failed, connections)})";
        var (done, they) = letThrough == 0 ? ("and were turned away", "them")
            : letThrough >= failed ? ("and were let through", "them")
            : ($"; {(letThrough >= MaxCounted ? "at least " : "")}{Numbers.Thin(letThrough)} of these were let through", "those");
        var would = (chosen, letThrough) switch
        {
            (ScreeningAction.Ignore, 0) => " Ignore would have let them through.",
            (ScreeningAction.Ignore, _) => $" Enforce or drop would have turned {they} away.",
            (_, 0) => "",
            _ => $" {chosen} would have turned {they} away.",
        };
        return $"{counted}{(done[0] == ';' ? "" : " ")}{done}.{would}";
    }
}
