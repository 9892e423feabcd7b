using System.Globalization;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>What is typed about one entry, and what is wrong with it.</summary>
public sealed class SiteForm
{
    /// <summary>The zone, or a whole entry such as <c>bl.example=127.0.0.2*3</c>.</summary>
    public string Zone { get; set; } = "";

    /// <summary>The filter; empty for every answer.</summary>
    public string Filter { get; set; } = "";

    /// <summary>The weight as typed.</summary>
    public string Weight { get; set; } = "1";

    /// <summary>The public name that hides the zone; empty when it is no secret.</summary>
    public string ReplyName { get; set; } = "";

    /// <summary>Why it is here.</summary>
    public string Note { get; set; } = "";

    /// <summary>Whether it is asked.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>True when the zone is kept from before and not shown.</summary>
    public bool ZoneIsHidden { get; private init; }

    private string HiddenZone { get; init; } = "";

    /// <summary>The form of an existing entry. A secret zone is not put into it.</summary>
    public static SiteForm Of(DnsblSite site) => new()
    {
        Zone = site.ReplyName is null ? site.Zone : "",
        HiddenZone = site.Zone,
        ZoneIsHidden = site.ReplyName is not null,
        Filter = site.Filter ?? "",
        Weight = site.Weight.ToString(CultureInfo.InvariantCulture),
        ReplyName = site.ReplyName ?? "",
        Note = site.Note,
        Enabled = site.Enabled,
    };

    /// <summary>The entry, or every problem by field name.</summary>
    public DnsblSite? TryRead(out IReadOnlyDictionary<string, string> problems)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        problems = found;
        var (zone, filter, weightText) = (Zone.Trim(), Filter.Trim(), Weight.Trim().Replace('−', '-'));
        if (zone.Length == 0 && ZoneIsHidden) zone = HiddenZone;
        if (zone.AsSpan().IndexOfAny('=', '*') >= 0 && DnsblSiteGrammar.TryParse(zone, out var whole, out _))
            (zone, filter, weightText) = (whole.Zone, whole.Filter?.Text ?? "", whole.Weight.ToString(CultureInfo.InvariantCulture));

        if (zone.Length == 0) found[nameof(Zone)] = "Write the list's domain, such as bl.example.org.";
        else if (zone.Contains("{KEY}", StringComparison.OrdinalIgnoreCase)) found[nameof(Zone)] = "Put your own key in place of {KEY}.";
        else if (!DnsblSiteGrammar.IsValidZone(zone)) found[nameof(Zone)] = "This is not a domain name.";
        if (filter.Length > 0 && !DnsblFilter.TryParse(filter, out _, out var error)) found[nameof(Filter)] = $"Bad filter: {error}. Write four numbers or sets, such as 127.0.0.[2..11].";
        if (!int.TryParse(weightText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight)) found[nameof(Weight)] = "Write a whole number, negative for an allowlist.";
        if (ReplyName.Trim().Any(char.IsWhiteSpace)) found[nameof(ReplyName)] = "One word without blanks.";
        if (found.Count > 0) return null;
        return new DnsblSite
        {
            Zone = zone,
            Filter = filter.Length == 0 ? null : filter,
            Weight = weight,
            ReplyName = ReplyName.Trim().Length == 0 ? null : ReplyName.Trim(),
            Note = Note.Trim(),
            Enabled = Enabled,
        };
    }
}
