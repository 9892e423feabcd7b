using AdminPanel.Screening.Settings;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.History;
using AdminPanel.Store.Labels;
using AdminPanel.Store.Settings;
using AdminPanel.Web.Account;
using AdminPanel.Web.Hosting;

namespace AdminPanel.Web.Features.Enforce;

/// <summary>
/// The path of a check from ignore to enforce: reads what the evidence says, and takes one step at a time by publishing a version that changes nothing
/// but that check's action and share. Scoped.
/// </summary>
internal sealed class EnforcePath(
    FailureStore failures, HistoryStore history, SettingsStore versions, DraftStore drafts, SettingsPublisher publisher, SettingsSource source, PanelPerson person, TimeProvider time)
{
    /// <summary>How long to watch before enforcing: a week has every kind of day.</summary>
    public static readonly TimeSpan WatchFor = TimeSpan.FromDays(7);

    private const int ClientLimit = 200_000;
    private const int VersionLimit = 200;

    /// <summary>What the last week says.</summary>
    public async Task<EnforceFacts> ReadAsync(EnforcedCheck check, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = now - WatchFor;
        var extent = await history.GetExtentAsync(cancellationToken);
        var clients = await failures.ListAsync(EnforceStep.Reason(check), since, ClientLimit, cancellationToken);
        var near = check == EnforcedCheck.Dnsbl ? await failures.CountNearMissesAsync(since, cancellationToken) : null;
        return new EnforceFacts(clients, extent.Oldest, since, now, near);
    }

    /// <summary>The step that was in force before the present one, and the newest version that has it; null when there was never another.</summary>
    public async Task<(EnforceStep Step, long Version)?> GetPreviousAsync(EnforcedCheck check, CancellationToken cancellationToken)
    {
        var present = EnforceStep.Of(source.Current.Settings, check);
        foreach (var version in await versions.ListAsync(source.Current.Version, VersionLimit, cancellationToken))
        {
            if ((await versions.GetAsync(version.Version, cancellationToken))?.Settings is { } old && EnforceStep.Of(old, check) is var step && step != present) return (step, version.Version);
        }

        return null;
    }

    /// <summary>The draft that stands in the way: publishing past it would leave its author with a stale base. Null when there is none.</summary>
    public async Task<Draft?> GetDraftAsync(CancellationToken cancellationToken) => await drafts.GetAsync(cancellationToken) is { Revision: > 0 } draft ? draft : null;

    /// <summary>Publishes the settings in force with <paramref name="check"/> at <paramref name="step"/>.</summary>
    /// <returns>What happened, in a sentence, and whether the step was taken.</returns>
    public async Task<(bool Done, string Words)> TakeAsync(EnforcedCheck check, EnforceStep step, string comment, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanEdit) return (false, "Your account may not publish settings.");
        if (await GetDraftAsync(cancellationToken) is { } draft) return (false, $"There is a draft by {draft.UpdatedBy}. Publish or discard it first: this step changes one thing only, and the draft would hide it.");
        var present = source.Current;
        return await publisher.PublishAsync(step.In(present.Settings, check), present.Version, rights.Name, comment, cancellationToken: cancellationToken) switch
        {
            PublishResult.Published published => (true, $"Version {published.Version} is in force: {EnforceStep.Name(check)} {step.Words}."),
            PublishResult.Unchanged => (false, $"{EnforceStep.Name(check)} is at that step already."),
            PublishResult.Conflict conflict => (false, $"{conflict.By} published version {conflict.CurrentVersion} meanwhile. Nothing was published; look again."),
            PublishResult.Invalid invalid => (false, $"The settings have problems: {string.Join("; ", invalid.Problems.Where(static problem => problem.Severity == ProblemSeverity.Error).Select(static problem => $"{problem.Path}: {problem.Message}"))}"),
            _ => throw new InvalidOperationException("An unknown way to end a publish."),
        };
    }
}
