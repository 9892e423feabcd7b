using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AdminPanel.Web.Features.Access;

/// <summary>Permanent permit and reject entries in order, and mynetworks.</summary>
public sealed partial class AccessPage
{
    private static readonly DialogOptions Wide = new() { MaxWidth = MaxWidth.Medium, FullWidth = true, CloseOnEscapeKey = true };
    private const int Page = 200;
    private int _shown = Page;
    private string _search = "";
    private string? _dragged;
    private ITimer? _expiry;

    [Inject]
    private AccessPageModel Model { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private AccessSettings Access => Session.Settings.Access;

    // Positions of the entries that match the search.
    private List<int> Found => [.. Enumerable.Range(0, Access.Entries.Length).Where(i => _search.Trim() is var text && (text.Length == 0 || Access.Entries[i] is var e
        && (Has(e.Pattern, text) || Has(e.Reason, text) || Has(e.Author, text) || Has(CidrTableText.Name(e.Action), text))))];

    private IEnumerable<SettingsProblem> ListProblems => Session.Problems.Where(p => p.Path == "Access.Entries");

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        await Model.RefreshAsync(Closed);
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!RendererInfo.IsInteractive || !Session.IsLoaded) return;

        // An entry ends by itself, without a publish; the open page says so at that moment.
        var next = Access.Entries.Select(static entry => entry.Expires).Where(expires => expires > Model.Now).Min();
        _expiry?.Dispose();
        _expiry = next is null ? null : Time.CreateTimer(
            _ => _ = InvokeAsync(StateHasChanged), null, TimeSpan.FromMilliseconds(Math.Min((next.Value - Model.Now).TotalMilliseconds + 1, TimeSpan.FromDays(1).TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _expiry?.Dispose();
        base.Dispose(disposing);
    }

    private static bool Has(string value, string text) => value.Contains(text, StringComparison.OrdinalIgnoreCase);

    private Task RefreshAsync() => Model.RefreshAsync(Closed);

    private async Task AddAsync()
    {
        var answer = await (await Dialogs.ShowAsync<EntryDialog>("Add entry")).Result;
        if (answer is not { Canceled: false, Data: AccessEntry entry }) return;
        await EditAsync($"Add {entry.Pattern}", s => AccessDraft.Add(s, entry.Pattern, entry.Action, entry.Reason, Session.Who, Model.Now, entry.Expires));
    }

    private async Task PasteAsync() => await (await Dialogs.ShowAsync<PasteEntriesDialog>("Paste or import entries", Wide)).Result;

    private async Task ExportAsync() => await (await Dialogs.ShowAsync<ExportDialog>("The access list as a CIDR table", Wide)).Result;

    private async Task DropAsync(string onto)
    {
        if (_dragged is not { } id || id == onto) return;
        _dragged = null;
        await EditAsync("Move an entry", s =>
        {
            var (from, to) = (IndexOf(s, id), IndexOf(s, onto));
            return from < 0 || to < 0 ? s : AccessDraft.Move(s, id, to - from);
        });
    }

    private static int IndexOf(ScreeningSettings settings, string id) => settings.Access.Entries.ToList().FindIndex(e => e.Id == id);
}
