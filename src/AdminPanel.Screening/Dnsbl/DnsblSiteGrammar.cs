using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>One entry of <c>postscreen_dnsbl_sites</c> as read.</summary>
/// <param name="Zone">The domain that is queried.</param>
/// <param name="Filter">The answer filter; null accepts every listing answer.</param>
/// <param name="Weight">Added to the rank on a match.</param>
public sealed record ParsedSite(string Zone, DnsblFilter? Filter, int Weight);

/// <summary>Which part of an entry is wrong.</summary>
public enum DnsblSitePart
{
    /// <summary>The domain.</summary>
    Zone,

    /// <summary>The answer filter.</summary>
    Filter,

    /// <summary>The weight.</summary>
    Weight,
}

/// <summary>One problem in a list of sites.</summary>
/// <param name="Index">The entry's position in the list, from 0.</param>
/// <param name="Entry">The entry as written.</param>
/// <param name="Part">What is wrong with it.</param>
/// <param name="Message">Postfix's own words.</param>
public sealed record DnsblSiteError(int Index, string Entry, DnsblSitePart Part, string Message);

/// <summary>The grammar of <c>postscreen_dnsbl_sites</c>: <c>domain[=filter][*weight]</c>, separated by commas or white space. Stateless.</summary>
public static class DnsblSiteGrammar
{
    private const int MaxLabelLength = 63;
    private const int MaxNameLength = 255;
    private static readonly char[] s_separators = [',', ' ', '\t', '\r', '\n'];

    /// <summary>Reads a whole list. Every problem of every entry is reported; <paramref name="sites"/> holds the entries without one.</summary>
    public static bool TryParseList(string text, out ImmutableArray<ParsedSite> sites, out ImmutableArray<DnsblSiteError> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        var good = ImmutableArray.CreateBuilder<ParsedSite>();
        var bad = ImmutableArray.CreateBuilder<DnsblSiteError>();
        var entries = text.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < entries.Length; i++)
        {
            if (ReadEntry(i, entries[i], bad) is { } site) good.Add(site);
        }

        sites = good.ToImmutable();
        errors = bad.ToImmutable();
        return errors.IsEmpty;
    }

    /// <summary>Reads one entry, e.g. <c>zen.example=127.0.0.[2..11]*3</c>.</summary>
    public static bool TryParse(string entry, [NotNullWhen(true)] out ParsedSite? site, out ImmutableArray<DnsblSiteError> errors)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var bad = ImmutableArray.CreateBuilder<DnsblSiteError>();
        site = ReadEntry(0, entry, bad);
        errors = bad.ToImmutable();
        return site is not null;
    }

    /// <summary>The entry's text: no <c>=</c> without a filter, no <c>*1</c>.</summary>
    public static string Format(string zone, string? filter, int weight)
    {
        var text = filter is null ? zone : $"{zone}={filter}";
        return weight == 1 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}*{weight}");
    }

    /// <summary>
    /// Whether <paramref name="name"/> is a host name as Postfix accepts it: letters, digits, <c>_</c> and <c>-</c>, labels up to 63, the
    /// whole up to 255 characters, not all numeric, no misplaced dots or hyphens.
    /// </summary>
    public static bool IsValidZone(string name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > MaxNameLength) return false;
        var label = 0;
        var numeric = true;
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var last = i == name.Length - 1;
            if (c == '.')
            {
                if (label == 0 || last) return false;
                label = 0;
                continue;
            }

            if (c == '-' ? label == 0 || last || name[i + 1] == '.' : !char.IsAsciiLetterOrDigit(c) && c != '_') return false;
            if (++label > MaxLabelLength) return false;
            numeric &= char.IsAsciiDigit(c);
        }

        return !numeric;
    }

    private static ParsedSite? ReadEntry(int index, string entry, ImmutableArray<DnsblSiteError>.Builder errors)
    {
        var before = errors.Count;
        var (rest, weightText) = SplitAt(entry, '*');
        var (zone, filterText) = SplitAt(rest, '=');

        var weight = 1;
        if (weightText is not null && !int.TryParse(weightText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out weight))
            errors.Add(new DnsblSiteError(index, entry, DnsblSitePart.Weight, $"bad DNSBL weight factor \"{weightText}\" in \"{entry}\""));

        DnsblFilter? filter = null;
        if (filterText is not null && !DnsblFilter.TryParse(filterText, out filter, out var detail))
            errors.Add(new DnsblSiteError(index, entry, DnsblSitePart.Filter, $"bad DNSBL filter syntax: {detail}"));

        if (!IsValidZone(zone))
            errors.Add(new DnsblSiteError(index, entry, DnsblSitePart.Zone, $"bad DNSBL domain name \"{zone}\" in \"{entry}\""));

        return errors.Count == before ? new ParsedSite(zone, filter, weight) : null;
    }

    private static (string Left, string? Right) SplitAt(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
