using System.Collections.Immutable;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AdminPanel.Web.Features.Changes;

/// <summary>The draft's differences, its problems, and the published versions. What is compared stands in the address.</summary>
public sealed partial class ChangesPage
{
    private readonly List<long> _chosen = [];
    private VersionComparison? _comparison;
    private (long From, long To) _compared;
    private string? _compareError;
    private long _shownVersion = -1;

    /// <summary>The version to compare.</summary>
    [SupplyParameterFromQuery]
    public long? From { get; set; }

    /// <summary>The version to compare it with.</summary>
    [SupplyParameterFromQuery]
    public long? To { get; set; }

    [Inject]
    private VersionsModel Model { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private ImmutableArray<ChangeLine> Lines => ChangeLine.Describe(Session.Changes, Session.Published.Settings, Session.Settings);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        await RefreshAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (From is not { } from || To is not { } to || _compared == (from, to)) return;
        (_compared, _comparison, _compareError) = ((from, to), null, null);
        try
        {
            _comparison = await Model.CompareAsync(from, to, Closed);
            if (_comparison is null) _compareError = "One of the two versions does not exist.";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _compareError = e.Message;
        }
    }

    /// <inheritdoc/>
    protected override void OnDraftChanged()
    {
        // Somebody published: the list of versions grew.
        if (_shownVersion != Session.Published.Version) _ = InvokeAsync(RefreshAsync);
    }

    private static string CompareLink(long from, long to) => $"/changes?from={from}&to={to}";

    private static string Count(int changes) => $"{Numbers.Thin(changes)} {(changes == 1 ? "change" : "changes")}";

    private async Task RefreshAsync()
    {
        _shownVersion = Session.Published.Version;
        await Model.RefreshAsync(Closed);
        StateHasChanged();
    }

    private Task MoreAsync() => Model.MoreAsync(Closed);

    private void Choose(long version, bool marked)
    {
        _chosen.Remove(version);
        if (!marked) return;
        if (_chosen.Count == 2) _chosen.RemoveAt(0);
        _chosen.Add(version);
    }

    private async Task PublishAsync() => await (await Dialogs.ShowAsync<PublishDialog>("Publish")).Result;

    private async Task RollBackAsync(long version)
    {
        var parameters = new DialogParameters<RollBackDialog> { { d => d.Version, version } };
        await (await Dialogs.ShowAsync<RollBackDialog>($"Roll back to version {version}", parameters)).Result;
    }
}
