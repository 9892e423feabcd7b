using System.Collections.Immutable;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Maillog;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Hosting;

/// <summary>Everything that is wrong right now, in sentences for the administrator. Cheap; any thread.</summary>
public sealed class PanelProblems(IScreeningServer engine, SettingsPublisher settings, HistoryWriter history, MaillogWriter maillog, AllowlistKeeper allowlist)
{
    /// <summary>The problems, the engine's own first; empty when all is well.</summary>
    public ImmutableArray<string> Current
    {
        get
        {
            var problems = engine.Status.Problems.ToBuilder();
            if (settings.Trouble is { } unusable) problems.Add(unusable);
            if (history.Trouble is { } unwritten) problems.Add($"History cannot be written: {unwritten} Verdicts wait ({history.Waiting}) and are written as soon as it can.");
            if (history.Dropped > 0) problems.Add($"History missed {history.Dropped} connections since the start because it could not be written fast enough.");
            if (maillog.Trouble is { } closed) problems.Add($"The maillog {maillog.Path} cannot be written: {closed}");
            if (maillog.Lost > 0) problems.Add($"The maillog missed {maillog.Lost} lines since the start because it could not be written fast enough.");
            if (allowlist.Trouble is { } unkept) problems.Add(unkept);
            return problems.ToImmutable();
        }
    }
}
