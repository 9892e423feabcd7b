using System.Collections.Immutable;
using System.Globalization;
using AdminPanel.Screening.LookupTables;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <summary>Every single-valued setting. To add a setting to the panel, add it to its section here and place it on a page.</summary>
internal static partial class SettingFields
{
    /// <summary>All fields, in settings order.</summary>
    public static ImmutableArray<SettingField> All { get; } = [.. Server, .. Greet, .. Dnsbl, .. Access, .. Protocol, .. Limits, .. Allowlist, .. Tls, .. UpstreamProxy];

    private static ILookup<string, SettingField> ByPath { get; } = All.ToLookup(f => f.Path, StringComparer.Ordinal);

    /// <summary>The field at <paramref name="path"/>; throws when there is none.</summary>
    public static SettingField At(string path) => ByPath[path].First();

    /// <summary>The value in stress mode at <paramref name="path"/>; throws when it has none.</summary>
    public static SettingField AtStress(string path) => ByPath[path].Single(f => f.Part == "stress");

    /// <summary>True when the setting at <paramref name="path"/> has another value in stress mode.</summary>
    public static bool HasStress(string path) => ByPath[path].Any(f => f.Part == "stress");

    /// <summary>The page that edits <paramref name="path"/>.</summary>
    public static string PageOf(string path) =>
        path.StartsWith("Dnsbl.Sites", StringComparison.Ordinal) ? "/dnsbl"
        : path.StartsWith("Access.MyNetworks", StringComparison.Ordinal) || path.StartsWith("Access.Entries", StringComparison.Ordinal) ? "/access"
        : ByPath[path].FirstOrDefault()?.Page ?? "/actions";

    /// <summary>Where <paramref name="path"/> is edited: the page, and on it the field.</summary>
    public static string LinkTo(string path)
    {
        var setting = path.Split('[')[0];
        return ByPath.Contains(setting) ? $"{PageOf(setting)}#{setting}" : PageOf(setting);
    }

    private static SettingField Time(string path, string help, Func<ScreeningSettings, TimeSpan> get, Func<ScreeningSettings, TimeSpan, ScreeningSettings> set, string page = "/actions") => new()
    {
        Path = path,
        Page = page,
        Help = help,
        Kind = FieldKind.Time,
        Read = s => PostfixTime.Format(get(s)),
        Write = (s, text) => PostfixTime.TryParse(text, 's', out var value, out _) ? set(s, value) : null,
    };

    private static SettingField StressTimes(string path, bool stress, string label, string help, Func<ScreeningSettings, StressTime> get, Func<ScreeningSettings, StressTime, ScreeningSettings> set) => new()
    {
        Path = path,
        Part = stress ? "stress" : "normal",
        Label = label,
        Help = help,
        Kind = FieldKind.Time,
        Read = s => PostfixTime.Format(get(s).In(stress)),
        Write = (s, text) => !PostfixTime.TryParse(text, 's', out var value, out _) ? null
            : set(s, stress ? get(s) with { Stress = value } : get(s) with { Normal = value }),
    };

    private static SettingField Number(string path, string help, Func<ScreeningSettings, long> get, Func<ScreeningSettings, long, ScreeningSettings> set, string unit = "", string page = "/actions", long max = int.MaxValue) => new()
    {
        Path = path,
        Help = help,
        Kind = FieldKind.Number,
        Unit = unit,
        Page = page,
        Read = s => get(s).ToString(CultureInfo.InvariantCulture),
        Write = (s, text) => long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value <= max && value >= -max ? set(s, value) : null,
    };

    private static SettingField Text(string path, string help, Func<ScreeningSettings, string> get, Func<ScreeningSettings, string, ScreeningSettings> set) => new()
    {
        Path = path,
        Help = help,
        Read = get,
        Write = (s, text) => set(s, text.ReplaceLineEndings(" ").Trim()),
    };

    private static SettingField Switch(string path, string help, Func<ScreeningSettings, bool> get, Func<ScreeningSettings, bool, ScreeningSettings> set, string page = "/actions") => new()
    {
        Path = path,
        Page = page,
        Help = help,
        Kind = FieldKind.Switch,
        Read = s => get(s) ? "yes" : "no",
        Write = (s, text) => text.Trim() is "yes" or "no" ? set(s, text.Trim() == "yes") : null,
    };

    private static SettingField Words(string path, string help, Func<ScreeningSettings, ImmutableArray<string>> get, Func<ScreeningSettings, ImmutableArray<string>, ScreeningSettings> set) => new()
    {
        Path = path,
        Help = help,
        Kind = FieldKind.Words,
        Read = s => string.Join(' ', get(s)),
        Write = (s, text) => set(s, [.. ItemList.Split(text)]),
    };

    private static SettingField Action(string path, Func<ScreeningSettings, ScreeningAction> get, Func<ScreeningSettings, ScreeningAction, ScreeningSettings> set, string page = "/actions") => new()
    {
        Path = path,
        Page = page,
        Read = s => Name(get(s)),
        Write = (s, text) => Enum.TryParse<ScreeningAction>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? set(s, value) : null,
    };

    private static string Name(ScreeningAction action) => action switch
    {
        ScreeningAction.Ignore => "ignore",
        ScreeningAction.Enforce => "enforce",
        _ => "drop",
    };
}
