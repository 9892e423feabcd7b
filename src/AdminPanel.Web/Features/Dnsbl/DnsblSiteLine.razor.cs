using AdminPanel.Postfix.Catalogue;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>One entry of the table of sites, edited in place.</summary>
public sealed partial class DnsblSiteLine
{
    private bool _testing;
    private bool _showCodes;
    private bool _budgetUsedUp;
    private DnsblProbeResult? _probe;

    /// <summary>The entry and its figures.</summary>
    [Parameter, EditorRequired]
    public DnsblSiteRow Row { get; set; } = default!;

    [Inject]
    private DnsblWatch Watch { get; set; } = default!;

    /// <inheritdoc/>
    protected override bool Follows => false;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private DnsblSite Site => Row.Site;

    private string Name => Site.Filter is { Length: > 0 } filter ? $"{Site.DisplayName} ={filter}" : Site.DisplayName;

    private string Latency => Row.Statistics is { LatencyP50: { } p50 } s ? $"{Numbers.Span(TimeSpan.FromMilliseconds(p50))} / {Numbers.Span(TimeSpan.FromMilliseconds(s.LatencyP95 ?? p50))}" : "–";

    private string Tone => Row.State switch
    {
        DnsblState.Ok => "pass",
        DnsblState.Degraded => "limit",
        DnsblState.Failing or DnsblState.Dead or DnsblState.Suspended => "deny",
        DnsblState.Watched => "known",
        _ => "quiet",
    };

    /// <summary>Why the state is not ok; null when there is nothing to add.</summary>
    private string? Trouble => Row.State switch
    {
        DnsblState.Dead => Row.DeadNote,
        DnsblState.Suspended => $"Not scored. {Row.Watch!.Suspension!.Why}",
        DnsblState.Degraded => Row.Watch?.Remark,
        _ => null,
    };

    private IReadOnlyList<KnownCode> Codes => DnsblDraft.CodesOf(Site);

    private static string Words(DnsblProbeAnswer answer) => answer.Reply.Outcome switch
    {
        DnsblOutcome.Listed => $"listed: {string.Join(", ", answer.Reply.Addresses.Select(static a => $"{a >> 24}.{(a >> 16) & 255}.{(a >> 8) & 255}.{a & 255}"))}",
        DnsblOutcome.NotListed => "not listed",
        _ => answer.Reply.Error ?? "no answer",
    };

    private Task ChangeAsync(string what, Func<DnsblSite, DnsblSite> change)
    {
        var key = Row.Key;
        return EditAsync(what, s => DnsblDraft.Change(s, key, change));
    }

    private Task SetWeightAsync(int weight) => ChangeAsync($"Weight of {Name}", s => s with { Weight = weight });

    private Task SetEnabledAsync(bool on) => ChangeAsync($"{Name} {(on ? "on" : "off")}", s => s with { Enabled = on });

    private Task RemoveAsync()
    {
        var key = Row.Key;
        return EditAsync($"Remove {Name}", s => DnsblDraft.Remove(s, key));
    }

    private Task SplitAsync()
    {
        var (key, codes) = (Row.Key, Codes);
        return EditAsync($"Split {Name} by code", s => DnsblDraft.Split(s, key, codes));
    }

    private void ToggleCodes() => _showCodes = !_showCodes;

    private async Task EditEntryAsync()
    {
        var parameters = new DialogParameters<SiteDialog> { { d => d.Site, Site } };
        var answer = await (await Dialogs.ShowAsync<SiteDialog>("Edit list", parameters)).Result;
        if (answer is { Canceled: false, Data: DnsblSite changed }) await ChangeAsync($"Edit {Name}", _ => changed);
    }

    private async Task TestAsync()
    {
        (_testing, _budgetUsedUp, _probe) = (true, false, null);
        StateHasChanged();
        try
        {
            _probe = await Watch.TestAsync(Site.Zone, DnsblCatalogue.Find(Site.Zone)?.TestPoints ?? DnsblTestPoint.IPv4).WaitAsync(Closed);
            _budgetUsedUp = _probe is null;
        }
        catch (OperationCanceledException)
        {
            // The page was left while the list was asked.
        }
        finally
        {
            _testing = false;
        }
    }
}
