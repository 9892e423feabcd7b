using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.LookupTables;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AdminPanel.Web.Features.Access;

/// <summary>Asks for one entry; closes with an <see cref="AccessEntry"/> whose pattern the rules accept.</summary>
public sealed partial class EntryDialog
{
    private static readonly (AccessAction Action, string Meaning)[] Actions =
    [
        (AccessAction.Permit, "straight to the mail server, no checks"),
        (AccessAction.Reject, "denylisted; the denylist action follows"),
        (AccessAction.Dunno, "undecided; the checks follow"),
    ];

    private string _pattern = "";
    private string _reason = "";
    private string _expiry = "";
    private string? _error;
    private AccessAction _action = AccessAction.Permit;

    /// <summary>The entry to edit; null for a new one.</summary>
    [Parameter]
    public AccessEntry? Entry { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Entry is null) return;
        (_pattern, _reason, _action, _expiry) = (Entry.Pattern, Entry.Reason, Entry.Action, Entry.Expires is null ? "" : "keep");
    }

    private void Save()
    {
        var asked = AccessDraft.New(_pattern, _action, _reason, "", Time.GetUtcNow());
        var read = asked.Kind != AccessEntryKind.Table ? AccessPaste.Read(_pattern.Trim(), _action, _reason, "", Time.GetUtcNow())
            : LookupTableReference.Problem(asked.Pattern) is { } unusable ? new([], [new(1, asked.Pattern, $"{unusable}.", IsError: true)])
            : new PasteResult([asked with { Action = _action = AccessAction.Permit }], []);
        _error = _pattern.Trim().Length == 0 ? "Write an address or a network." : read.Problems.FirstOrDefault(p => p.IsError)?.Message;
        if (_error is not null || read.Entries is not [var entry]) return;
        var expires = _expiry switch
        {
            "keep" => Entry?.Expires,
            "" => null,
            _ => Time.GetUtcNow().AddDays(int.Parse(_expiry)),
        };
        Dialog.Close(DialogResult.Ok(entry with { Expires = expires, Action = _action }));
    }
}
