using System.Collections.Immutable;

namespace AdminPanel.Screening.Settings;

/// <summary>One single-valued setting: where it lives, what it is called, how its value reads.</summary>
/// <param name="Path">Property path, e.g. <c>Dnsbl.Threshold</c>.</param>
/// <param name="Words">Human words, e.g. "DNSBL threshold".</param>
/// <param name="Parameter">The Postfix parameter, e.g. <c>postscreen_dnsbl_threshold</c>.</param>
/// <param name="Text">The value as Postfix would write it.</param>
public sealed record SettingsItem(string Path, string Words, string Parameter, Func<ScreeningSettings, string> Text);

/// <summary>Human words and Postfix parameters for settings paths, as <see cref="SettingsDiff"/> and <see cref="SettingsRules"/> spell them. Any thread.</summary>
public static partial class SettingsDescription
{
    /// <summary>Every single-valued setting, in settings order. Lists (sites, networks, entries) are not in it.</summary>
    public static ImmutableArray<SettingsItem> Items { get; } =
        [.. ServerItems(), .. GreetItems(), .. DnsblItems(), .. AccessItems(), .. ProtocolItems(), .. TlsItems(), .. UpstreamProxyItems(), .. LimitItems(), .. AllowlistItems()];

    private static readonly Dictionary<string, SettingsItem> s_byPath = Items.ToDictionary(item => item.Path, StringComparer.Ordinal);

    private static readonly Dictionary<string, (string One, string Many, string Parameter)> s_lists = new(StringComparer.Ordinal)
    {
        ["Dnsbl.Sites"] = ("DNSBL site", "Order of the DNSBL sites", "postscreen_dnsbl_sites"),
        ["Access.MyNetworks"] = ("My network", "Order of my networks", "mynetworks"),
        ["Access.Entries"] = ("Access list entry", "Order of the access list", "postscreen_access_list"),
        ["Access.AllowlistInterfaces"] = ("Allowlist interface", "Allowlist interfaces", "postscreen_allowlist_interfaces"),
    };

    /// <summary>
    /// Words and Postfix parameter for <paramref name="path"/>, e.g. "DNSBL threshold — postscreen_dnsbl_threshold" or
    /// "DNSBL site bl.example, weight — postscreen_dnsbl_sites". An unknown path is returned as it is.
    /// </summary>
    public static string Label(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (words, parameter) = Describe(path);
        return parameter.Length == 0 ? words : $"{words} — {parameter}";
    }

    /// <summary>The words of <see cref="Label"/> without the parameter.</summary>
    public static string Words(string path) => Describe(path).Words;

    /// <summary>The Postfix parameter behind <paramref name="path"/>; empty when there is none.</summary>
    public static string Parameter(string path) => Describe(path).Parameter;

    private static (string Words, string Parameter) Describe(string path)
    {
        if (s_byPath.TryGetValue(path, out var item)) return (item.Words, item.Parameter);
        if (s_lists.TryGetValue(path, out var whole)) return (whole.Many, whole.Parameter);
        var open = path.IndexOf('[', StringComparison.Ordinal);
        var close = path.LastIndexOf(']');
        if (open < 0 || close < open || !s_lists.TryGetValue(path[..open], out var list)) return (path, "");
        var property = path[(close + 1)..].TrimStart('.');
        var key = path[(open + 1)..close];
        var name = int.TryParse(key, out var index) ? $"{list.One} {index + 1}" : $"{list.One} {key}";
        var parameter = property == "ReplyName" ? "postscreen_dnsbl_reply_map" : list.Parameter;
        return (property.Length == 0 ? name : $"{name}, {PropertyWords(property)}", parameter);
    }

    private static string PropertyWords(string property) => property switch
    {
        "ReplyName" => "reply name",
        "DailyBudget" => "questions a day",
        "Within" => "enclosing patterns",
        "Kind" => "what it matches",
        "Added" => "date added",
        "Expires" => "expiry",
        _ => property.ToLowerInvariant(),
    };

    private static string Text(bool value) => value ? "yes" : "no";

    private static string Text(ScreeningAction value) => value.ToString().ToLowerInvariant();

    private static string Text(TimeSpan value) => PostfixTime.Format(value);

    private static string Text(StressTime value) =>
        value.Normal == value.Stress ? PostfixTime.Format(value.Normal) : $"{PostfixTime.Format(value.Normal)} (under stress {PostfixTime.Format(value.Stress)})";

    private static string Text(ImmutableArray<string> value) => value.IsDefault ? "" : string.Join(", ", value);
}
