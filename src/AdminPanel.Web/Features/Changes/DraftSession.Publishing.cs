using System.Collections.Immutable;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <content>Publishing, discarding and rolling back.</content>
internal sealed partial class DraftSession
{
    /// <summary>Puts the draft in force.</summary>
    /// <param name="comment">Why.</param>
    /// <param name="reviewed">The hash of the settings that the person looked through; null when nobody did.</param>
    /// <exception cref="DraftNotReviewedException">The draft is not the reviewed one any more; nothing was published.</exception>
    public async Task<PublishResult> PublishAsync(string comment, string? reviewed = null)
    {
        await EnsureLoadedAsync();
        await DemandEditAsync();
        var draft = _draft ?? throw new InvalidOperationException("The draft is not loaded.");
        var settings = Settings;
        if (reviewed is not null && reviewed != SettingsJson.Hash(settings)) throw new DraftNotReviewedException();
        var result = await _publisher.PublishAsync(settings, draft.BaseVersion, Who, comment.Trim(), rolledBackTo: null, _closed.Token);
        if (result is PublishResult.Published or PublishResult.Unchanged)
        {
            LastEdit = null;
            await ForgetDraftAsync(draft.Revision);
        }

        await ReloadAsync();
        return result;
    }

    /// <summary>Publishes the content of an old version as a new version. The draft stays.</summary>
    public async Task<PublishResult> RollBackAsync(StoredSettings old, string comment)
    {
        await EnsureLoadedAsync();
        await DemandEditAsync();
        // A newest version that cannot be used is passed over; one that is merely not in force yet was not looked at, so it is a conflict.
        var number = await _versions.GetNewestVersionNumberAsync(_closed.Token);
        var (usable, _) = await _versions.GetNewestValidAsync(_closed.Token);
        var seen = usable is null || usable.Info.Version == Published.Version ? number : Published.Version;
        var result = await _publisher.PublishAsync(old.Settings, seen, Who, comment.Trim(), old.Info.Version, _closed.Token);
        await ReloadAsync();
        return result;
    }

    /// <summary>Gives the draft up; <see cref="UndoAsync"/> brings it back. False when somebody saved meanwhile.</summary>
    public async Task<bool> DiscardAsync()
    {
        await EnsureLoadedAsync();
        await DemandEditAsync();
        var (draft, discarded) = (_draft!, Settings);
        var done = await _drafts.DiscardAsync(draft.Revision, Who, _closed.Token);
        if (done) (_unsaved, Conflict) = (null, null);
        await ReloadAsync();
        if (done) LastEdit = new DraftUndo("Draft discarded", discarded, Settings);
        Changed?.Invoke();
        return done;
    }

    /// <summary>The settings that both a draft that <see cref="IsBehind"/> and the versions since then changed. Mine is the draft's side.</summary>
    public async Task<ImmutableArray<Collision>> GetRebaseCollisionsAsync()
    {
        await EnsureLoadedAsync();
        if (!IsBehind || _draft is not { } draft || await GetAncestorAsync(draft) is not { } ancestor) return [];
        var (usable, _) = await _versions.GetNewestValidAsync(_closed.Token);
        return Collision.Between(ancestor, draft.Settings, usable?.Settings ?? Published.Settings);
    }

    /// <summary>Moves a draft that <see cref="IsBehind"/> onto the settings in force, keeping what each side changed.</summary>
    /// <param name="takeTheirs">Paths at which the settings in force win although the draft changed them too; null when the draft always wins.</param>
    public async Task RebaseAsync(ImmutableHashSet<string>? takeTheirs = null)
    {
        await EnsureLoadedAsync();
        await DemandEditAsync();
        var draft = _draft!;
        var ancestor = await GetAncestorAsync(draft);
        var newest = await _versions.GetNewestVersionNumberAsync(_closed.Token);
        var (usable, _) = await _versions.GetNewestValidAsync(_closed.Token);
        var merged = ancestor is null ? draft.Settings : SettingsMerge.Merge(ancestor, draft.Settings, usable?.Settings ?? Published.Settings, takeTheirs ?? []);
        await _drafts.SaveAsync(draft with { Settings = merged, BaseVersion = newest }, Who, _closed.Token);
        LastEdit = null;
        await ReloadAsync();
    }

    private async Task<ScreeningSettings?> GetAncestorAsync(Draft draft) =>
        draft.BaseVersion == 0 ? new ScreeningSettings() : (await _versions.GetAsync(draft.BaseVersion, _closed.Token))?.Settings;

    private async Task ForgetDraftAsync(long revision)
    {
        try
        {
            // The publisher may have removed it already; then this is no longer the revision that stands.
            if (revision > 0 && (await _drafts.GetAsync(_closed.Token)).Revision == revision)
                await _drafts.DiscardAsync(revision, Who, _closed.Token);
        }
        catch (Exception e) when (!_closed.IsCancellationRequested)
        {
            // What was published is in force: that must not be reported as a failure.
            LogForgetFailed(e, Published.Version);
        }
    }

    private async Task DemandEditAsync()
    {
        await AskWhoAsync();
        if (!CanEdit) throw new InvalidOperationException("This account may not change settings.");
    }
}
