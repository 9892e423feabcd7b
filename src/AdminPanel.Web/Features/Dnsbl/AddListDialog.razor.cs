using System.Globalization;
using AdminPanel.Postfix.Catalogue;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>Adds entries, one after another, until it is closed.</summary>
public sealed partial class AddListDialog
{
    private readonly List<string> _added = [];
    private SiteForm _form = new();
    private IReadOnlyDictionary<string, string> _problems = new Dictionary<string, string>();
    private string _search = "";
    private KnownList? _picked;
    private DeadList? _dead;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    private IEnumerable<KnownList> Found => DnsblCatalogue.Lists.Where(l => Matches(l.Name, l.Zone, l.Category, l.Kind, l.Operator));

    private IEnumerable<DeadList> FoundDead => DnsblCatalogue.Dead.Where(l => Matches(l.Name, l.Zone, "dead"));

    private bool Matches(params string?[] texts) => _search.Trim() is var text && (text.Length == 0 || texts.Any(t => t?.Contains(text, StringComparison.OrdinalIgnoreCase) == true));

    private bool IsUsed(KnownList list) => Session.Settings.Dnsbl.Sites.Any(s => list.Serves(s.Zone));

    private void PickDead(DeadList list) => (_picked, _dead, _problems, _form) = (null, list, new Dictionary<string, string>(), new SiteForm());

    private void Pick(KnownList list)
    {
        (_picked, _dead, _problems) = (list, null, new Dictionary<string, string>());
        _form = new SiteForm { Zone = list.Keyed ? "" : list.Zone, KeyTemplate = list.Keyed ? list.Zone : null, Budget = DnsblCatalogue.BudgetFor(list.Zone)?.ToString(CultureInfo.InvariantCulture) ?? "", Weight = list.Kind == "allow" ? "-1" : "1", ReplyName = list.Keyed ? list.Zone.Replace("{KEY}.", "", StringComparison.Ordinal) : "" };
        var fitting = list.Weights.FirstOrDefault(w => w.Threshold == Session.Settings.Dnsbl.Threshold);
        if (fitting is not null) Use(fitting);
        else if (list.Weights.Length > 0) _form.Filter = list.Weights[^1].Filter ?? "";
    }

    private void Use(KnownWeight weight) => (_form.Filter, _form.Weight) = (weight.Filter ?? "", weight.Weight.ToString(CultureInfo.InvariantCulture));

    private async Task AddAsync()
    {
        if (_form.TryRead(out _problems) is not { } site) return;
        if (Session.Settings.Dnsbl.Sites.Any(s => s.Zone == site.Zone && s.Filter == site.Filter))
        {
            _problems = new Dictionary<string, string> { [nameof(SiteForm.Zone)] = "This zone with this filter is in the list already; change its weight there." };
            return;
        }

        await EditAsync($"Add {site.DisplayName}", s => DnsblDraft.Add(s, [site]));
        _added.Add(site.Filter is null ? site.DisplayName : $"{site.DisplayName} ={site.Filter}");
        _form = new SiteForm { Zone = _picked is { Keyed: false } known ? known.Zone : "", KeyTemplate = _form.KeyTemplate, Key = _form.Key, Budget = _form.Budget, ReplyName = site.ReplyName ?? "" };
    }
}
