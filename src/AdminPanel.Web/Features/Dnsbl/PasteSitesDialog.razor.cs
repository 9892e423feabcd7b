using System.Collections.Immutable;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>Takes a whole <c>postscreen_dnsbl_sites</c> value, showing every problem as it is typed.</summary>
public sealed partial class PasteSitesDialog
{
    private string _text = "";
    private bool _replace;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    private string Present => Session.Settings.Dnsbl.Sites.Length == 1 ? "entry" : $"{Session.Settings.Dnsbl.Sites.Length} entries";

    private ImmutableArray<ParsedSite> Sites => Parse().Sites;

    private ImmutableArray<DnsblSiteError> Errors => Parse().Errors;

    // People paste the whole line of main.cf as well.
    private (ImmutableArray<ParsedSite> Sites, ImmutableArray<DnsblSiteError> Errors) Parse()
    {
        var text = _text.TrimStart();
        const string name = "postscreen_dnsbl_sites";
        if (text.StartsWith(name, StringComparison.Ordinal)) text = text[name.Length..].TrimStart().TrimStart('=');
        _ = DnsblSiteGrammar.TryParseList(text, out var sites, out var errors);
        return (sites, errors);
    }

    private async Task TakeAsync()
    {
        var sites = Sites.Select(s => new DnsblSite { Zone = s.Zone, Filter = s.Filter?.Text, Weight = s.Weight }).ToList();
        var replace = _replace;
        await EditAsync($"Paste {sites.Count} sites", s => replace ? DnsblDraft.ReplaceAll(s, sites) : DnsblDraft.Add(s, sites));
        Dialog.Close();
    }
}
