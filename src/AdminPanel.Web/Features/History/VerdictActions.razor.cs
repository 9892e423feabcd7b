using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.Access;
using AdminPanel.Web.Features.Changes;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.History;

/// <summary>Allow and Deny for one client, with links when it is about a decision.</summary>
public sealed partial class VerdictActions
{
    private ElementReference _allow;
    private ElementReference _deny;
    private ElementReference _told;
    private bool _isBusy;
    private bool _canAllow;
    private bool _isDraft;
    private bool _tellsNew;
    private AccessAction? _asking;
    private string? _outcome;

    /// <summary>The decision; null when there is only a client.</summary>
    [Parameter]
    public VerdictEvent? Verdict { get; set; }

    /// <summary>The client, when there is no decision.</summary>
    [Parameter]
    public IPAddress? Client { get; set; }

    /// <summary>What speaks for the entry, when there is no decision; its reason to begin with.</summary>
    [Parameter]
    public string Why { get; set; } = "";

    /// <summary>True on the page of the decision itself, which needs no link to it.</summary>
    [Parameter]
    public bool OnOwnPage { get; set; }

    /// <summary>Raised when something about the client is in force that was not before.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private AllowNow Command { get; set; } = default!;

    [Inject]
    private PanelPerson Person { get; set; } = default!;

    private string Address
    {
        get
        {
            var address = Verdict?.Client.Address ?? Client ?? IPAddress.None;
            return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        }
    }

    private string Reason => Verdict is null ? Why : $"Seen on {Verdict.ConnectedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, judged {VerdictText.Badge(Verdict.Reason)}";

    /// <summary>The draft's entry for exactly this address; null when there is none.</summary>
    private AccessEntry? Existing => Session.Settings.Access.Entries.FirstOrDefault(e => e.Kind == AccessEntryKind.Pattern && e.Within.IsDefaultOrEmpty && e.Pattern == Address);

    /// <summary>What the rules say of that entry, such as that an earlier one decides; null when nothing.</summary>
    private string? Warning =>
        Existing is { } entry ? Session.ProblemsAt($"Access.Entries[{Session.Settings.Access.Entries.IndexOf(entry)}]").FirstOrDefault()?.Message : null;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _canAllow = (await Person.GetAsync()).CanAllow;
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_tellsNew || _outcome is null) return;
        _tellsNew = false;
        await _told.FocusAsync();
    }

    private bool IsPublished(AccessEntry entry) => Session.Published.Settings.Access.Entries.Any(e => e.Id == entry.Id && e.Action == entry.Action);

    private void Ask(AccessAction action) => (_asking, _outcome) = (_asking == action ? null : action, null);

    private async Task CancelAsync()
    {
        var was = _asking;
        _asking = null;
        await (was == AccessAction.Reject ? _deny : _allow).FocusAsync();
    }

    private async Task DoneAsync(string text)
    {
        _isDraft = false;
        Tell(text);
        await OnChanged.InvokeAsync();
    }

    private async Task UndoAsync()
    {
        _isBusy = true;
        var result = await Command.UndoAsync(Closed);
        _isBusy = false;
        Tell(result.Text);
        if (result.Done) await OnChanged.InvokeAsync();
    }

    private async Task DraftAsync(AccessAction action, string why)
    {
        var words = action == AccessAction.Permit ? "Allow" : "Deny";
        var now = Time.GetUtcNow();
        var outcome = await Session.EditAsync($"{words} {Address}", settings => AccessDraft.Add(settings, Address, action, why, Session.Who, now));
        _isDraft = true;
        Tell(outcome switch
        {
            EditOutcome.Saved => $"{Address} is in the draft as {action.ToString().ToLowerInvariant()}. {Warning ?? "It counts once the draft is published."}",
            EditOutcome.Unchanged => "The draft already says so.",
            EditOutcome.Refused => "Your account may not change settings.",
            EditOutcome.Conflict => "Somebody else changed the same entry: the bar above asks which to keep.",
            _ => Session.Trouble ?? "The draft could not be saved.",
        });
    }

    private void Tell(string text) => (_asking, _outcome, _tellsNew) = (null, text, true);
}
