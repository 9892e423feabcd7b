using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Labels;
using AdminPanel.Web.Account;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Labels;

/// <summary>Whether a connection's mail was spam.</summary>
public sealed partial class LabelBar : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<ConnectionLabel>? _said;
    private string? _trouble;
    private string? _outcome;
    private bool _mayMark;
    private bool _isBusy;
    private Guid _shown;

    /// <summary>The connection.</summary>
    [Parameter, EditorRequired]
    public VerdictEvent Verdict { get; set; } = default!;

    [Inject]
    private LabelStore Labels { get; set; } = default!;

    [Inject]
    private LabelMarks Marks { get; set; } = default!;

    [Inject]
    private PanelPerson Person { get; set; } = default!;

    private MailLabel Mine => _said?.FirstOrDefault(static said => said.Source == LabelSource.Person)?.Label ?? MailLabel.Unknown;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive || _shown == Verdict.Id) return;
        _shown = Verdict.Id;
        _outcome = null;
        _mayMark = (await Person.GetAsync()).CanEdit;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            _said = await Labels.GetAsync(Verdict.Id, _gone.Token);
            _trouble = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Shown; the decision above does not depend on it.
            _trouble = e.Message;
        }
    }

    private async Task MarkAsync(MailLabel label)
    {
        _isBusy = true;
        try
        {
            _outcome = await Marks.MarkAsync(Verdict, label, _gone.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _outcome = $"The mark could not be written: {e.Message}";
        }

        _isBusy = false;
        await LoadAsync();
    }
}
