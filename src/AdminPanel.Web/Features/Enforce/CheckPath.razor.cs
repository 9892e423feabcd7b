using AdminPanel.Screening.Settings;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Labels;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Enforce;

/// <summary>One check on its way from ignore to enforce.</summary>
public sealed partial class CheckPath
{
    private const int Page = 10;
    private static readonly int[] s_shares = [10, 25, 50, EnforceShare.Whole];
    private EnforceFacts? _facts;
    private IReadOnlyList<FailedClient> _suspects = [];
    private (EnforceStep Step, long Version)? _previous;
    private Draft? _draft;
    private EnforceStep? _proposed;
    private string? _trouble;
    private string? _outcome;
    private bool _outcomeIsGood;
    private bool _isBusy;
    private int _shown = Page;
    private long _readFor = -1;

    /// <summary>The check.</summary>
    [Parameter, EditorRequired]
    public EnforcedCheck Check { get; set; }

    [Inject]
    private EnforcePath Path { get; set; } = default!;

    private EnforceStep Step => EnforceStep.Of(Session.Published.Settings, Check);

    private int[] Offered => Step.IsWatching ? s_shares : [.. s_shares.Where(share => Step.IsPartial && share > Step.Share)];

    /// <summary>Where one click goes back to: what was in force before, or to watching where there was nothing before.</summary>
    private EnforceStep? Back => _previous?.Step ?? (Step.IsWatching ? null : EnforceStep.Watch);

    private int WatchedPercent => (int)Math.Min(100, 100 * (_facts?.Watched ?? default) / EnforcePath.WatchFor);

    private string WatchedWords => WatchedPercent >= 100 ? "watched for 7 days: long enough" : $"watched for {Numbers.Span(_facts?.Watched ?? default)} of 7 days; earlier steps are at your own risk";

    private IEnumerable<(int Number, string Title, bool IsDone, bool IsHere)> Steps
    {
        get
        {
            var enough = WatchedPercent >= 100;
            var here = Step.IsWatching ? (enough ? 2 : 1) : Step.IsPartial ? 3 : 4;
            string[] titles = ["Watch for 7 days", "Check who would be turned away", Step.IsPartial ? $"Enforce for {Step.Share} %" : "Enforce for a share", "Enforce for all"];
            return titles.Select((title, i) => (i + 1, title, i + 1 < here, i + 1 == here));
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        if (RendererInfo.IsInteractive) await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnDraftChanged()
    {
        if (!RendererInfo.IsInteractive || _isBusy) return;
        _ = InvokeAsync(LoadStandingAsync);
    }

    private async Task LoadAsync()
    {
        _trouble = null;
        try
        {
            await LoadStandingAsync();
            _facts = await Path.ReadAsync(Check, Closed);
            _suspects = [.. _facts.Suspects.Where(client => !EnforceFacts.IsAllowed(Session.Published.Settings, client.Client))];
        }
        catch (Exception e) when (!Closed.IsCancellationRequested)
        {
            // The page says so; what was read before stays, marked as old.
            _trouble = e.Message;
        }
    }

    private async Task LoadStandingAsync()
    {
        _draft = await Path.GetDraftAsync(Closed);
        if (_readFor != Session.Published.Version)
        {
            _readFor = Session.Published.Version;
            _previous = await Path.GetPreviousAsync(Check, Closed);
        }

        StateHasChanged();
    }

    private void Propose(int share)
    {
        _outcome = null;
        _proposed = new EnforceStep(ScreeningAction.Enforce, share);
    }

    private Task TakeAsync() => PublishAsync(_proposed!, $"From ignore to enforce: {EnforceStep.Name(Check)} {_proposed!.Words}, was {Step.Words}");

    private Task BackAsync() => Back is { } back
        ? PublishAsync(back, $"One step back: {EnforceStep.Name(Check)} {back.Words}{(_previous is var (_, version) ? $" as in version {version}" : "")}, was {Step.Words}")
        : Task.CompletedTask;

    private async Task PublishAsync(EnforceStep step, string comment)
    {
        _isBusy = true;
        try
        {
            (_outcomeIsGood, _outcome) = await Path.TakeAsync(Check, step, comment, Closed);
            if (_outcomeIsGood) _proposed = null;
        }
        catch (Exception e) when (!Closed.IsCancellationRequested)
        {
            (_outcomeIsGood, _outcome) = (false, $"The step could not be published: {e.Message}");
        }

        _isBusy = false;
        await LoadStandingAsync();
    }

    private string Effect(EnforceStep step)
    {
        var (connections, clients, good) = _facts!.Within(step.Share);
        var who = step.IsPartial ? $"About {step.Share} of 100 clients, always the same ones, get 550 at RCPT when they fail this check; the others are let in as now." : "Every client that fails this check gets 550 at RCPT.";
        var past = connections == 0
            ? "In the last 7 days that would have been nobody."
            : $"In the last 7 days that would have been {Numbers.Thin(connections)} connections of {Numbers.Thin(clients)} clients{(good > 0 ? $", {Numbers.Thin(good)} of which sent mail that was found good" : "")}.";
        return $"{who} {past} A new version is published at once; sessions that are open finish on the old one. One click here takes it back.";
    }

    private string Seen(EnforceFacts facts) => facts.Oldest is null
        ? "Nothing has been recorded yet. Let mail flow, or import old logs of postscreen."
        : $"Evidence of the last 7 days, {(facts.Oldest > facts.Since ? $"beginning {Numbers.Span(facts.AsOf - facts.Oldest.Value)} ago" : "all of them")}.";

    private string Why(FailedClient client) => client.Good > 0
        ? $"Its mail was found good {client.Good} times, but {EnforceStep.Name(Check)} would turn it away"
        : $"Came back like a mail server, but {EnforceStep.Name(Check)} would turn it away";
}
