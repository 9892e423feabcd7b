using System.Globalization;
using AdminPanel.Postfix.Catalogue;
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

    /// <summary>The most questions a day as typed; empty for no limit.</summary>
    public string Budget { get; set; } = "";

    /// <summary>The zone with <c>{KEY}</c> in the place of a customer's key; null for a list without one.</summary>
    public string? KeyTemplate { get; init; }

    /// <summary>The key as typed. Never filled from an existing entry.</summary>
    public string Key { get; set; } = "";

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
        KeyTemplate = DnsblCatalogue.Find(site.Zone) is { Keyed: true } known ? known.Zone : null,
        Budget = site.DailyBudget?.ToString(CultureInfo.InvariantCulture) ?? "",
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
        if (KeyTemplate is not null && Key.Trim() is { Length: > 0 } key)
        {
            zone = KeyTemplate.Replace("{KEY}", key, StringComparison.Ordinal);
            if (!key.All(char.IsAsciiLetterOrDigit)) found[nameof(Key)] = "A key has letters and digits only.";
        }
        else if (KeyTemplate is not null && !ZoneIsHidden)
        {
            found[nameof(Key)] = "Write your key.";
        }

        if (zone.Length == 0 && ZoneIsHidden) zone = HiddenZone;
        if (zone.AsSpan().IndexOfAny('=', '*') >= 0 && DnsblSiteGrammar.TryParse(zone, out var whole, out _))
            (zone, filter, weightText) = (whole.Zone, whole.Filter?.Text ?? "", whole.Weight.ToString(CultureInfo.InvariantCulture));

        if (Budget.Trim().Length > 0 && (!int.TryParse(Budget.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most < 1)) found[nameof(Budget)] = "Write a whole number from 1, or nothing for no limit.";
        if (found.ContainsKey(nameof(Key))) return null;
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
            DailyBudget = Budget.Trim().Length == 0 ? null : int.Parse(Budget.Trim(), NumberStyles.None, CultureInfo.InvariantCulture),
            Note = Note.Trim(),
            Enabled = Enabled,
        }.WithKeyHidden();
    }
}
