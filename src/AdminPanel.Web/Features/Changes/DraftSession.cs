using System.Collections.Immutable;
using AdminPanel.Postfix.Catalogue;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Settings;
using AdminPanel.Web.Account;
using AdminPanel.Web.Hosting;

namespace AdminPanel.Web.Features.Changes;

/// <summary>
/// One browser tab's view of the shared working draft: loads it, saves each committed edit, follows what other people do, and
/// publishes. Scoped to the circuit. Calls come from the circuit; <see cref="Changed"/> is raised on any thread.
/// </summary>
internal sealed partial class DraftSession : IDisposable
{
    private const int MaxAttempts = 5;

    private readonly DraftStore _drafts;
    private readonly SettingsStore _versions;
    private readonly SettingsPublisher _publisher;
    private readonly SettingsSource _source;
    private readonly PanelPerson _person;
    private readonly ILogger<DraftSession> _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _closed = new();
    private Draft? _draft;
    private long _newestStored;
    private DraftEdit? _unsaved;
    private Task _following = Task.CompletedTask;

    public DraftSession(DraftStore drafts, SettingsStore versions, SettingsPublisher publisher, SettingsSource source, PanelPerson person, ILogger<DraftSession> logger)
    {
        (_drafts, _versions, _publisher, _source, _person, _logger) = (drafts, versions, publisher, source, person, logger);
        Settings = source.Current.Settings;
        _drafts.Changed += OnDraftChanged;
        _source.Changed += OnPublished;
    }

    /// <summary>Raised when anything here changed.</summary>
    public event Action? Changed;

    /// <summary>True once the draft was read.</summary>
    public bool IsLoaded => _draft is not null;

    /// <summary>True when this person may edit and publish.</summary>
    public bool CanEdit { get; private set; }

    /// <summary>True when this person may let a client in for a time, or have it tested anew.</summary>
    public bool CanAllow { get; private set; }

    /// <summary>This person's name.</summary>
    public string Who { get; private set; } = "";

    /// <summary>What the pages show: the draft, with an edit on top that could not be saved yet.</summary>
    public ScreeningSettings Settings { get; private set; }

    /// <summary>The settings in force.</summary>
    public ScreeningSnapshot Published => _source.Current;

    /// <summary>What the draft changes; empty when there is nothing to publish.</summary>
    public ImmutableArray<SettingsChange> Changes { get; private set; } = [];

    /// <summary>Every problem of the draft, and what is known to go wrong with the lists it asks.</summary>
    public ImmutableArray<SettingsProblem> Problems { get; private set; } = [];

    /// <summary>Who last saved the draft, and when.</summary>
    public (string By, DateTimeOffset? At) LastSaved => (_draft?.UpdatedBy ?? "", _draft?.UpdatedAt);

    /// <summary>The newest version in the store. It is not in force when this program cannot use it, or not yet when another process just published it.</summary>
    public long NewestVersion => Math.Max(_newestStored, Published.Version);

    /// <summary>True when a version was published after the draft was begun.</summary>
    public bool IsBehind => _draft is { Revision: > 0 } && _draft.BaseVersion < NewestVersion;

    /// <summary>A conflict that waits for an answer.</summary>
    public DraftConflict? Conflict { get; private set; }

    /// <summary>What somebody else did; null when there is nothing new.</summary>
    public DraftNotice? Notice { get; private set; }

    /// <summary>Why the draft could not be read or saved; null when all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The edit that <see cref="UndoAsync"/> takes back; null when there is none.</summary>
    public DraftUndo? LastEdit { get; private set; }

    /// <summary>Who set <paramref name="path"/> in the draft, the latest first.</summary>
    public ImmutableArray<DraftTouch> TouchesOf(string path) => _draft is { Revision: > 0 } draft ? draft.TouchesOf(path) : [];

    /// <summary>The problems at <paramref name="path"/> and below it.</summary>
    public IEnumerable<SettingsProblem> ProblemsAt(string path) => Problems.Where(p => p.Path == path
        || (p.Path.Length > path.Length && p.Path.StartsWith(path, StringComparison.Ordinal) && p.Path[path.Length] is '.' or '['));

    /// <summary>Reads the draft once; cheap afterwards.</summary>
    public async Task EnsureLoadedAsync()
    {
        if (IsLoaded && Trouble is null) return;
        await AskWhoAsync();
        await ReloadAsync();
    }

    /// <summary>Applies an edit and saves the draft.</summary>
    /// <param name="what">What it does, in words.</param>
    /// <param name="apply">The edit.</param>
    /// <param name="seen">The settings that were on screen when the person began to type; null when the edit is made in one go. What others changed
    /// since is kept, and where they changed the same setting the edit is a conflict.</param>
    public async Task<EditOutcome> EditAsync(string what, Func<ScreeningSettings, ScreeningSettings> apply, ScreeningSettings? seen = null)
    {
        await EnsureLoadedAsync();
        await AskWhoAsync();
        if (!CanEdit) return EditOutcome.Refused;
        if (seen is not null && !ReferenceEquals(seen, _draft?.Settings)) return await EditSeenAsync(what, apply(seen), seen);
        await _gate.WaitAsync(_closed.Token);
        try
        {
            return await SaveAsync(new DraftEdit(what, apply), _draft, overwrite: false);
        }
        finally
        {
            _gate.Release();
            Changed?.Invoke();
        }
    }

    /// <summary>Answers <see cref="Conflict"/> for all its fields: our edit goes on top of theirs, or theirs stay.</summary>
    public Task ResolveAsync(bool keepMine) => ResolveAsync(keepMine || Conflict is not { } conflict ? [] : [.. conflict.Fields.Select(f => f.Path)]);

    /// <summary>Answers <see cref="Conflict"/>: theirs stays at the paths in <paramref name="takeTheirs"/>, everything else of our edit goes on top.</summary>
    public async Task ResolveAsync(ImmutableHashSet<string> takeTheirs)
    {
        if (Conflict is not { } conflict) return;
        await AskWhoAsync();
        var allTheirs = conflict.Fields.All(f => takeTheirs.Contains(f.Path)) && conflict.Mine.Length <= conflict.Fields.Length;
        if (!CanEdit && !allTheirs)
        {
            Changed?.Invoke();
            return;
        }

        await _gate.WaitAsync(_closed.Token);
        try
        {
            Conflict = null;
            _unsaved = null;
            var edit = takeTheirs.IsEmpty ? conflict.Edit
                : conflict.Edit with { Apply = current => SettingsMerge.Merge(current, conflict.Edit.Apply(current), current, takeTheirs) };
            if (allTheirs) Show(_draft!);
            else await SaveAsync(edit, _draft, overwrite: true);
        }
        finally
        {
            _gate.Release();
            Changed?.Invoke();
        }
    }

    /// <summary>Tries again after <see cref="Trouble"/>.</summary>
    public async Task RetryAsync()
    {
        if (_unsaved is { } edit && Conflict is null) await EditAsync(edit.What, edit.Apply);
        else await ReloadAsync();
    }

    /// <summary>Takes back this page's last edit, keeping what other people changed since.</summary>
    public async Task<EditOutcome> UndoAsync()
    {
        if (LastEdit is not { } last) return EditOutcome.Unchanged;
        var outcome = await EditAsync($"Undo: {last.What}", current => SettingsMerge.Merge(last.After, last.Before, current));
        if (outcome is EditOutcome.Saved or EditOutcome.Unchanged) LastEdit = null;
        return outcome;
    }

    /// <summary>Forgets <see cref="Notice"/>.</summary>
    public void DismissNotice()
    {
        Notice = null;
        Changed?.Invoke();
    }

    /// <summary>Forgets the offer to undo.</summary>
    public void DismissUndo()
    {
        LastEdit = null;
        Changed?.Invoke();
    }

    public void Dispose()
    {
        _drafts.Changed -= OnDraftChanged;
        _source.Changed -= OnPublished;
        _closed.Cancel();
        _closed.Dispose();
    }

    // Rights can be given and taken away while a page is open.
    private async Task AskWhoAsync()
    {
        var rights = await _person.GetAsync();
        (Who, CanEdit, CanAllow) = (rights.Name, rights.CanEdit, rights.CanAllow);
    }

    /// <summary>An edit of settings that are no longer the newest: merged when it touches something else, a conflict otherwise.</summary>
    private async Task<EditOutcome> EditSeenAsync(string what, ScreeningSettings wanted, ScreeningSettings seen)
    {
        var edit = new DraftEdit(what, current => SettingsMerge.Merge(seen, wanted, current));
        await _gate.WaitAsync(_closed.Token);
        try
        {
            if (_draft is not { } draft || Collision.Between(seen, wanted, draft.Settings) is not { IsEmpty: false } fields) return await SaveAsync(edit, _draft, overwrite: false);
            _unsaved = edit;
            Conflict = new DraftConflict(edit, SettingsDiff.Compare(seen, wanted), SettingsDiff.Compare(seen, draft.Settings), await ByAsync(draft, fields[0].Path), fields);
            Show(draft, edit);
            return EditOutcome.Conflict;
        }
        finally
        {
            _gate.Release();
            Changed?.Invoke();
        }
    }

    private async Task<EditOutcome> SaveAsync(DraftEdit edit, Draft? onto, bool overwrite)
    {
        if (onto is null) return EditOutcome.Failed;
        _unsaved = edit;
        try
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                var before = onto.Settings;
                var after = edit.Apply(before);
                if (SettingsJson.Hash(after) == SettingsJson.Hash(before))
                {
                    _unsaved = null;
                    Show(onto);
                    return EditOutcome.Unchanged;
                }

                switch (await StoreAsync(after, onto))
                {
                    case SaveDraftResult.Saved saved:
                        _unsaved = null;
                        LastEdit = new DraftUndo(edit.What, before, after);
                        TellReplaced(onto, SettingsDiff.Compare(before, after));
                        Show(saved.Draft);
                        return EditOutcome.Saved;
                    case SaveDraftResult.Conflict conflict:
                        var mine = SettingsDiff.Compare(before, after);
                        var theirs = SettingsDiff.Compare(before, conflict.Theirs.Settings);
                        onto = _draft = conflict.Theirs;
                        var by = await ByAsync(onto);
                        if (!overwrite && ChangePaths.Collide(mine, theirs))
                        {
                            Conflict = new DraftConflict(edit, mine, theirs, by, Collision.Between(before, after, onto.Settings));
                            Show(onto, edit);
                            return EditOutcome.Conflict;
                        }

                        Tell(by, theirs, published: onto.Revision == 0);
                        break;
                }
            }

            throw new InvalidOperationException("The draft changed too often to save this edit.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogSaveFailed(e, edit.What);
            Trouble = $"The change could not be saved: {e.Message}";
            Show(onto, edit, keepTrouble: true);
            return EditOutcome.Failed;
        }
    }

    /// <summary>Saves, or removes the draft when it would equal what is in force.</summary>
    private async Task<SaveDraftResult> StoreAsync(ScreeningSettings after, Draft onto)
    {
        var same = onto.Revision > 0 && onto.BaseVersion == NewestVersion && SettingsJson.Hash(after) == SettingsJson.Hash(Published.Settings);
        if (!same) return await _drafts.SaveAsync(onto with { Settings = after }, Who, _closed.Token);
        return await _drafts.DiscardAsync(onto.Revision, Who, _closed.Token)
            ? new SaveDraftResult.Saved(await _drafts.GetAsync(_closed.Token))
            : new SaveDraftResult.Conflict(await _drafts.GetAsync(_closed.Token));
    }

    private void Show(Draft draft, DraftEdit? unsaved = null, bool keepTrouble = false)
    {
        _draft = draft;
        if (!keepTrouble) Trouble = null;
        Settings = unsaved is null ? draft.Settings : unsaved.Apply(draft.Settings);
        Changes = SettingsDiff.Compare(Published.Settings, Settings);
        Problems = [.. SettingsRules.Check(Settings), .. DnsblCatalogue.Check(Settings)];
    }

    /// <summary>Who made <paramref name="draft"/> what it is: its last editor or, without a draft, who published the version it shows.</summary>
    private async Task<string> ByAsync(Draft draft, string? path = null)
    {
        if (path is not null && draft.TouchesOf(path) is [var touch, ..]) return touch.By;
        if (draft.Revision > 0) return draft.UpdatedBy;
        var newest = await _versions.ListAsync(null, 1, _closed.Token);
        return newest is [{ PublishedBy.Length: > 0 } version] ? version.PublishedBy : "Somebody";
    }

    /// <summary>Tells this person that their edit replaced what somebody else had set and nobody had published.</summary>
    private void TellReplaced(Draft before, ImmutableArray<SettingsChange> edited)
    {
        foreach (var change in edited.Where(c => c.Old is not null && Changes.Any(p => p.Path == c.Path)))
        {
            if (!before.Touches.TryGetValue(change.Path, out var touch) || touch.By == Who) continue;
            Notice = new DraftNotice(touch.By, [change], $"You replaced what {touch.By} had set: {SettingsDescription.Words(change.Path)} was {Said(change.Old)}, now it is {Said(change.New)}. Undo brings it back.");
            return;
        }
    }

    private static string Said(string? value) => value is null ? "gone" : value.Length == 0 ? "empty" : value;

    private void Tell(string by, ImmutableArray<SettingsChange> theirs, bool published = false, Draft? known = null)
    {
        if (theirs.Length == 0 || by == Who) return;
        if (known is not null && theirs.FirstOrDefault(c => c.Old is not null && known.Touches.GetValueOrDefault(c.Path)?.By == Who) is { } lost)
        {
            Notice = new DraftNotice(by, theirs, $"{by} replaced what you had set: {SettingsDescription.Words(lost.Path)} was {Said(lost.Old)}, now it is {Said(lost.New)}.");
            return;
        }

        var more = theirs.Length > 1 ? $" and {theirs.Length - 1} more" : "";
        Notice = new DraftNotice(by, theirs, $"{by} changed {SettingsDescription.Words(theirs[0].Path)}{more} {(published ? "and published it" : "in the draft")}.");
    }
}
