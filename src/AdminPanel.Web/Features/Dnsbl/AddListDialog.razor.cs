using System.Globalization;
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

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    private IEnumerable<KnownList> Found => KnownLists.All.Where(l => _search.Trim() is var text && (text.Length == 0
        || l.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || l.Zone.Contains(text, StringComparison.OrdinalIgnoreCase)
        || l.Category.Contains(text, StringComparison.OrdinalIgnoreCase) || l.Kind.Contains(text, StringComparison.OrdinalIgnoreCase)));

    private bool IsUsed(KnownList list) => Session.Settings.Dnsbl.Sites.Any(s => KnownLists.Find(s.Zone) == list);

    private void Pick(KnownList list)
    {
        (_picked, _problems) = (list, new Dictionary<string, string>());
        _form = new SiteForm { Zone = list.Zone, Weight = list.Kind == "allow" ? "-1" : "1", ReplyName = list.NeedsKey ? list.Zone.Replace("{KEY}.", "", StringComparison.Ordinal) : "" };
        var fitting = list.Suggested.FirstOrDefault(w => w.Threshold == Session.Settings.Dnsbl.Threshold);
        if (fitting is not null) Use(fitting);
        else if (list.Suggested.Count > 0) _form.Filter = list.Suggested[^1].Filter ?? "";
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
        _form = new SiteForm { Zone = _picked?.Zone ?? "", ReplyName = site.ReplyName ?? "" };
        if (_picked is null) _form.Zone = "";
    }
}
