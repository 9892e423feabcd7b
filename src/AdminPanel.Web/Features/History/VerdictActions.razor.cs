using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.Access;
using AdminPanel.Web.Features.Changes;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.History;

/// <summary>Allow and Deny for one client, with links when it is about a decision.</summary>
public sealed partial class VerdictActions
{
    private bool _isBusy;
    private string? _outcome;

    /// <summary>The decision; null when there is only a client.</summary>
    [Parameter]
    public VerdictEvent? Verdict { get; set; }

    /// <summary>The client, when there is no decision.</summary>
    [Parameter]
    public IPAddress? Client { get; set; }

    /// <summary>What speaks for the entry, when there is no decision; becomes its reason.</summary>
    [Parameter]
    public string Why { get; set; } = "";

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private string Address
    {
        get
        {
            var address = Verdict?.Client.Address ?? Client ?? IPAddress.None;
            return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        }
    }


    /// <summary>The draft's entry for exactly this address; null when there is none.</summary>
    private AccessEntry? Existing => Session.Settings.Access.Entries.FirstOrDefault(e => e.Kind == AccessEntryKind.Pattern && e.Within.IsDefaultOrEmpty && e.Pattern == Address);

    /// <summary>What the rules say of that entry, such as that an earlier one decides; null when nothing.</summary>
    private string? Warning =>
        Existing is { } entry ? Session.ProblemsAt($"Access.Entries[{Session.Settings.Access.Entries.IndexOf(entry)}]").FirstOrDefault()?.Message : null;

    private bool IsPublished(AccessEntry entry) => Session.Published.Settings.Access.Entries.Any(e => e.Id == entry.Id && e.Action == entry.Action);

    private async Task AddAsync(AccessAction action)
    {
        _isBusy = true;
        var words = action == AccessAction.Permit ? "Allow" : "Deny";
        var reason = Verdict is null ? Why : $"Seen on {Verdict.ConnectedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, judged {VerdictText.Badge(Verdict.Reason)}";
        var now = Time.GetUtcNow();
        var outcome = await Session.EditAsync($"{words} {Address}", settings => AccessDraft.Add(settings, Address, action, reason, Session.Who, now));
        _isBusy = false;
        _outcome = outcome switch
        {
            EditOutcome.Saved => $"{Address} is in the draft as {action.ToString().ToLowerInvariant()}. {Warning ?? "It counts once the draft is published."}",
            EditOutcome.Unchanged => "The draft already says so.",
            EditOutcome.Refused => "Your account may not change settings.",
            EditOutcome.Conflict => "Somebody else changed the same entry: the bar above asks which to keep.",
            _ => Session.Trouble ?? "The draft could not be saved.",
        };
    }
}
