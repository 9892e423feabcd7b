using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Changes;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>The DNS blocklists: which are asked, what each counts, how each is doing, and what they add up to.</summary>
public sealed partial class DnsblPage
{
    private static readonly DialogOptions Wide = new() { MaxWidth = MaxWidth.Medium, FullWidth = true, CloseOnEscapeKey = true };

    [Inject]
    private DnsblPageModel Model { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private DnsblSettings Dnsbl => Session.Settings.Dnsbl;

    private IEnumerable<SettingsProblem> ListProblems => Session.Problems.Where(p => p.Path == "Dnsbl.Sites");

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        await Model.RefreshAsync(Closed);
        if (RendererInfo.IsInteractive) _ = FollowAsync(Closed);
    }

    private Task RefreshAsync() => Model.RefreshAsync(Closed);

    private Task SetAsync(string path, int value)
    {
        var field = SettingFields.At(path);
        return EditAsync(field.Label, s => field.Write(s, $"{value}") ?? s);
    }

    /// <summary>States and counts change by themselves.</summary>
    private async Task FollowAsync(CancellationToken closed)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), Time);
        try
        {
            for (var tick = 1; await timer.WaitForNextTickAsync(closed); tick++)
            {
                if (tick % 6 == 0) await Model.RefreshAsync(closed);
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }

    private async Task PresetAsync() => await (await Dialogs.ShowAsync<PresetDialog>("Presets", Wide)).Result;

    private async Task AddAsync() => await (await Dialogs.ShowAsync<AddListDialog>("Add a list", Wide)).Result;

    private async Task PasteAsync() => await (await Dialogs.ShowAsync<PasteSitesDialog>("Paste postscreen_dnsbl_sites", Wide)).Result;

    private static class Path
    {
        public const string Threshold = "Dnsbl.Threshold";
        public const string Allow = "Dnsbl.AllowlistThreshold";
    }
}
