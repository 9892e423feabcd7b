using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.History;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AdminPanel.Web.Features.Access;

/// <summary>One entry of the access list, moved and changed in place.</summary>
public sealed partial class AccessEntryLine
{
    private bool _over;

    /// <summary>The entry.</summary>
    [Parameter, EditorRequired]
    public AccessEntry Entry { get; set; } = default!;

    /// <summary>Its place, from 0.</summary>
    [Parameter, EditorRequired]
    public int Index { get; set; }

    /// <summary>The number of entries.</summary>
    [Parameter, EditorRequired]
    public int Count { get; set; }

    /// <summary>What it did; null when nothing is known.</summary>
    [Parameter]
    public EntryStatistics? Statistics { get; set; }

    /// <summary>The present moment.</summary>
    [Parameter]
    public DateTimeOffset Now { get; set; }

    /// <summary>Raised when this row begins to be dragged, with its id.</summary>
    [Parameter]
    public EventCallback<string> OnDragged { get; set; }

    /// <summary>Raised when another row was dropped here, with this row's id.</summary>
    [Parameter]
    public EventCallback<string> OnDropped { get; set; }

    /// <inheritdoc/>
    protected override bool Follows => false;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private bool Expired => Entry.Expires <= Now;

    private IEnumerable<string> Within => Entry.Within.IsDefault ? [] : Entry.Within;

    private string Name => Entry.Kind switch
    {
        AccessEntryKind.MyNetworks => "permit_mynetworks",
        AccessEntryKind.Everyone => "everyone",
        _ => Entry.Pattern,
    };

    private Task MoveAsync(int steps)
    {
        var id = Entry.Id;
        return EditAsync($"Move {Name}", s => AccessDraft.Move(s, id, steps));
    }

    private Task SetActionAsync(ChangeEventArgs e)
    {
        var id = Entry.Id;
        return Enum.TryParse<AccessAction>(e.Value?.ToString(), ignoreCase: true, out var action)
            ? EditAsync($"Action for {Name}", s => AccessDraft.Change(s, id, x => x with { Action = action }))
            : Task.CompletedTask;
    }

    private Task RemoveAsync()
    {
        var id = Entry.Id;
        return EditAsync($"Remove {Name}", s => AccessDraft.Remove(s, id));
    }

    private async Task EditEntryAsync()
    {
        var seen = Session.Settings;
        var parameters = new DialogParameters<EntryDialog> { { d => d.Entry, Entry } };
        var answer = await (await Dialogs.ShowAsync<EntryDialog>("Edit entry", parameters)).Result;
        if (answer is not { Canceled: false, Data: AccessEntry changed }) return;
        var id = Entry.Id;
        await EditAsync($"Edit {Name}", s => AccessDraft.Change(s, id, x => x with { Kind = changed.Kind, Pattern = changed.Pattern, Action = changed.Action, Reason = changed.Reason, Expires = changed.Expires }), seen);
    }

    private Task DropAsync()
    {
        _over = false;
        return OnDropped.InvokeAsync(Entry.Id);
    }
}
