using System.Globalization;
using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Settings;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Hosting;

namespace AdminPanel.Web.Features.Access;

/// <summary>What somebody wants to be true of one client at once.</summary>
/// <param name="Client">The client.</param>
/// <param name="Action">Permit or reject.</param>
/// <param name="Reason">Why; shown in the access list.</param>
/// <param name="Lifetime">After this the entry stops deciding by itself; null means never.</param>
internal sealed record AllowRequest(IPAddress Client, AccessAction Action, string Reason, TimeSpan? Lifetime);

/// <summary>What became of an <see cref="AllowRequest"/>.</summary>
/// <param name="Done">True when it is in force.</param>
/// <param name="Text">What happened, in a sentence or two.</param>
internal sealed record AllowResult(bool Done, string Text);

/// <summary>
/// Puts one client on the access list at once: publishes the settings in force with this one entry more, in front of everything but
/// permit_mynetworks, as a version of its own. What waits in the draft stays there and is not published. Cached verdicts do not matter,
/// because the access list is asked before them. Scoped; remembers the last entry for <see cref="UndoAsync"/>.
/// </summary>
internal sealed class AllowNow(SettingsPublisher publisher, SettingsSource source, DraftStore drafts, PanelPerson person, TimeProvider time)
{
    /// <summary>The longest that somebody who may not edit settings lets a client in.</summary>
    public static readonly TimeSpan LongestForHelpDesk = TimeSpan.FromDays(31);

    private const int Attempts = 4;
    private (IPAddress Client, ScreeningSettings Before, ScreeningSettings After)? _last;

    /// <summary>The client whose entry <see cref="UndoAsync"/> takes back; null when there is none.</summary>
    public IPAddress? CanUndo => _last?.Client;

    /// <summary>Publishes the entry.</summary>
    public async Task<AllowResult> RunAsync(AllowRequest request, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (Refusal(request, rights) is { } refusal) return new(false, refusal);

        var now = time.GetUtcNow();
        var entry = AccessDraft.New(request.Client.ToString(), request.Action, request.Reason, rights.Name, now, now + request.Lifetime);
        var until = entry.Expires is { } end ? $" until {end.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC" : "";
        var words = request.Action == AccessAction.Permit ? "Allow" : "Deny";
        var before = source.Current.Settings;
        var result = await PublishAsync(settings => InFront(settings, entry), rights.Name, $"{words} {request.Client}{until}: {entry.Reason}", cancellationToken);
        if (result is not PublishResult.Published { Version: var version }) return new(false, Failure(result));

        _last = (request.Client, before, InFront(before, entry));
        var effect = request.Action == AccessAction.Permit
            ? $"{request.Client} is let through from now on, without any test"
            : source.Current.Settings.Access.DenylistAction == ScreeningAction.Ignore
                ? $"{request.Client} is denied from now on. That is only logged, because the action for denied clients is ignore"
                : $"{request.Client} is denied from now on";
        return new(true, $"{effect}{(until.Length == 0 ? "" : ",")}{until}. Published as version {version}.");
    }

    /// <summary>Takes the last entry back, keeping what was published since.</summary>
    public async Task<AllowResult> UndoAsync(CancellationToken cancellationToken)
    {
        if (_last is not var (client, before, after)) return new(false, "There is nothing to undo.");
        var rights = await person.GetAsync();
        if (!rights.CanAllow) return new(false, "Your account may not change the access list.");
        var result = await PublishAsync(settings => SettingsMerge.Merge(after, before, settings), rights.Name, $"Undo the entry for {client}", cancellationToken);
        if (result is not (PublishResult.Published or PublishResult.Unchanged)) return new(false, Failure(result));
        _last = null;
        return new(true, $"The entry for {client} is gone again.");
    }

    /// <summary>Why this person may not have this; null when they may.</summary>
    private static string? Refusal(AllowRequest request, PanelRights rights)
    {
        if (request.Action == AccessAction.Permit ? !rights.CanAllow : !rights.CanEdit) return $"Your account may not {(request.Action == AccessAction.Permit ? "allow" : "deny")} clients.";
        if (request.Reason.Trim().Length == 0) return "Say why, for those who find the entry later.";
        if (rights.CanEdit) return null;
        return request.Lifetime is null ? "Choose for how long: your account lets clients in for a time only."
            : request.Lifetime > LongestForHelpDesk ? $"Choose at most {LongestForHelpDesk.TotalDays:0} days: your account lets clients in for a time only." : null;
    }

    /// <summary>The entry decides: nothing but permit_mynetworks stands before it, and there is no second entry for the same address.</summary>
    private static ScreeningSettings InFront(ScreeningSettings settings, AccessEntry entry)
    {
        var rest = settings.Access.Entries.RemoveAll(e => e.Kind == AccessEntryKind.Pattern && e.Within.IsDefaultOrEmpty && e.Pattern == entry.Pattern);
        return AccessDraft.Insert(settings with { Access = settings.Access with { Entries = rest } }, entry);
    }

    private static string Failure(PublishResult result) => result switch
    {
        PublishResult.Invalid { Problems: [var first, ..] } => $"Nothing was published, because the settings in force have a problem: {first.Message}",
        PublishResult.Conflict { By: var by } => $"Nothing was published: {by} keeps publishing at the same time. Try again.",
        _ => "Nothing had to be changed: it is so already.",
    };

    private async Task<PublishResult> PublishAsync(Func<ScreeningSettings, ScreeningSettings> change, string who, string comment, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var current = source.Current;
            var changed = change(current.Settings);
            var result = await publisher.PublishAsync(changed, current.Version, who, comment, cancellationToken: cancellationToken);
            if (result is PublishResult.Published { Version: var version }) await CarryDraftAsync(current, changed, version, who, cancellationToken);
            if (result is not PublishResult.Conflict || attempt == Attempts) return result;

            // Another process published; its version comes into force first, and the entry goes on top of it.
            await publisher.FollowAsync(cancellationToken);
        }
    }

    /// <summary>A draft that was up to date is so again, with the entry: else publishing it would take the entry away.</summary>
    private async Task CarryDraftAsync(ScreeningSnapshot before, ScreeningSettings after, long version, string who, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var draft = await drafts.GetAsync(cancellationToken);
            if (draft.Revision == 0 || draft.BaseVersion != before.Version) return;
            var merged = draft with { Settings = SettingsMerge.Merge(before.Settings, draft.Settings, after), BaseVersion = version };
            if (await drafts.SaveAsync(merged, draft.UpdatedBy.Length > 0 ? draft.UpdatedBy : who, cancellationToken) is SaveDraftResult.Saved) return;
        }
    }
}
