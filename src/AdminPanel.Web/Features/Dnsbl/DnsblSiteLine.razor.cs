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
    private DnsblProbeResult? _probe;

    /// <summary>The entry and its figures.</summary>
    [Parameter, EditorRequired]
    public DnsblSiteRow Row { get; set; } = default!;

    [Inject]
    private DnsblProbe Probe { get; set; } = default!;

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
        DnsblState.Failing or DnsblState.Dead => "deny",
        _ => "quiet",
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

    private void ToggleCodes() => _showCodes = !_showCodes;

    private async Task EditEntryAsync()
    {
        var parameters = new DialogParameters<SiteDialog> { { d => d.Site, Site } };
        var answer = await (await Dialogs.ShowAsync<SiteDialog>("Edit list", parameters)).Result;
        if (answer is { Canceled: false, Data: DnsblSite changed }) await ChangeAsync($"Edit {Name}", _ => changed);
    }

    private async Task TestAsync()
    {
        (_testing, _probe) = (true, null);
        StateHasChanged();
        try
        {
            _probe = await Probe.AskAsync(Site.Zone, Session.Settings.Dnsbl.Timeout, Closed);
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
