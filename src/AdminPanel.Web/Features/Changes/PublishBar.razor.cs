using System.Collections.Immutable;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AdminPanel.Web.Features.Changes;

/// <summary>What waits to be published, on every page.</summary>
public sealed partial class PublishBar
{
    private ImmutableHashSet<string> _takeTheirs = [];

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private bool IsVisible => !Session.Changes.IsEmpty || Session.LastEdit is not null || Session.Conflict is not null || Session.Notice is not null || Session.Trouble is not null;

    private int Errors => Session.Problems.Count(p => p.Severity == ProblemSeverity.Error);

    private static string Count(int number, string noun) => $"{Numbers.Thin(number)} {noun}{(number == 1 ? "" : "s")}";

    private async Task ResolveAsync(ImmutableHashSet<string> takeTheirs)
    {
        await Session.ResolveAsync(takeTheirs);
        _takeTheirs = [];
    }

    private async Task PublishAsync()
    {
        var dialog = await Dialogs.ShowAsync<PublishDialog>("Publish");
        await dialog.Result;
    }

    private async Task DiscardAsync()
    {
        var sure = await Dialogs.ShowMessageBoxAsync("Discard the draft?", $"{Count(Session.Changes.Length, "change")} that nobody published will be given up, including what others added to the draft. You can undo this.", yesText: "Discard", cancelText: "Keep the draft");
        if (sure == true) await Session.DiscardAsync();
    }
}
