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

    /// <summary>What the entry would do to the list, as far as it is typed.</summary>
    private IEnumerable<AccessRemark> Remarks
    {
        get
        {
            var typed = _pattern.Trim();
            if (!Session.IsLoaded || !AddressPattern.TryParse(typed, out _, out _)) return [];
            var settings = Session.Settings;
            var (after, id) = Entry is { } present
                ? (AccessDraft.Change(settings, present.Id, e => e with { Pattern = typed, Action = _action, Expires = Expires }), present.Id)
                : (AccessDraft.Add(settings, typed, _action, "", "", null, Expires), "");
            if (id.Length == 0) id = after.Access.Entries.FirstOrDefault(e => e.Pattern == typed && e.Within.IsDefaultOrEmpty)?.Id ?? "";
            var replaced = Entry is null && settings.Access.Entries.Any(e => e.Id == id) ? new AccessRemark($"There is an entry for {typed}: it will be replaced where it stands.", IsWarning: false) : null;
            return replaced is null ? AccessAdvice.For(settings, after, id) : [replaced, .. AccessAdvice.For(settings, after, id)];
        }
    }

    private DateTimeOffset? Expires => _expiry switch
    {
        "keep" => Entry?.Expires,
        "" => null,
        _ => Time.GetUtcNow().AddDays(int.Parse(_expiry)),
    };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
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
        Dialog.Close(DialogResult.Ok(entry with { Expires = Expires, Action = _action }));
    }
}
