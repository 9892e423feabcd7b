using System.Collections.Immutable;
using AdminPanel.Web.Features.Changes;

namespace AdminPanel.Web.Features.Actions;

/// <summary>A parameter that is not a field of the actions page: where it is edited, or why there is nothing to edit.</summary>
/// <param name="Parameter">The Postfix parameter.</param>
/// <param name="Text">What to know.</param>
/// <param name="Page">Where it is edited; null when nowhere.</param>
internal sealed record ParameterHint(string Parameter, string Text, string? Page = null);

/// <summary>Finds settings by label, Postfix parameter (old names too) or explanation. Pure.</summary>
internal static class ParameterSearch
{
    private static readonly ImmutableArray<ParameterHint> Hints =
    [
        new("postscreen_access_list", "The entries of the access list, in order.", "/access"),
        new("mynetworks", "What permit_mynetworks permits.", "/access"),
        new("postscreen_dnsbl_sites", "The lists with their filters and weights.", "/dnsbl"),
        new("postscreen_dnsbl_reply_map", "The name that clients see in place of a list’s zone: the reply name of each list.", "/dnsbl"),
        new("postscreen_cache_map", "Not needed: the temporary allowlist lives in the panel’s own store."),
        new("postscreen_watchdog_timeout", "Not needed: the panel supervises its listeners itself."),
        new("postscreen_greet_enable", "Postfix never reads it. An empty teaser banner turns the pregreet check off."),
        new("postscreen_dnsbl_enable", "Postfix never reads it. Without a list the DNSBL check is off."),
        new("postscreen_dnsbl_ttl", "The old name of postscreen_dnsbl_max_ttl."),
        new("postscreen_use_tls", "The old form of postscreen_tls_security_level = may."),
        new("postscreen_enforce_tls", "The old form of postscreen_tls_security_level = encrypt."),
        new("postscreen_starttls_timeout", "The handshake is bounded by postscreen_command_time_limit."),
    ];

    /// <summary>The fields that match every word of <paramref name="text"/>; a stress value is found with its normal one.</summary>
    public static ImmutableArray<SettingField> Fields(string text)
    {
        var words = Words(text);
        return words.Length == 0 ? [] : [.. SettingFields.All.Where(f => f.Part != "stress" && words.All(w => Has(f.Label, w) || Has(f.Parameter, w) || Has(f.Help, w) || Has(f.Path, w)))];
    }

    /// <summary>The parameters outside the fields that match.</summary>
    public static ImmutableArray<ParameterHint> Others(string text)
    {
        var words = Words(text);
        return words.Length == 0 ? [] : [.. Hints.Where(h => words.All(w => Has(h.Parameter, w)))];
    }

    // A line copied from main.cf finds its parameter too.
    private static string[] Words(string text) => text.Split('=')[0].ToLowerInvariant()
        .Replace("whitelist", "allowlist", StringComparison.Ordinal).Replace("blacklist", "denylist", StringComparison.Ordinal)
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static bool Has(string value, string word) => value.Contains(word, StringComparison.OrdinalIgnoreCase);
}
