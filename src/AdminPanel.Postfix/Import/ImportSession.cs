using System.Buffers;
using System.Globalization;
using AdminPanel.Postfix.MainCf;
using AdminPanel.Postfix.Tables;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Import;

/// <summary>One run of an import: the file, its macros, and what was found on the way. One thread.</summary>
internal sealed class ImportSession(MainCfFile file, IPostfixFiles files)
{
    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    private readonly Dictionary<string, FilePlace> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private MainCfSetting? _touched;
    private string _stress = "";

    public MainCfFile File { get; } = file;

    public List<TakenSetting> Taken { get; } = [];

    public List<FileFinding> Remarks { get; } = [];

    public List<FileFinding> Problems { get; } = [];

    /// <summary>Lines that Postfix passes over with a warning.</summary>
    public List<FileFinding> Skipped { get; } = [];

    /// <summary>Names that stay macros in the value: the engine expands them itself.</summary>
    public static readonly string[] BannerMacros = ["myhostname", "mail_name", "smtpd_banner"];

    /// <summary>
    /// The value of <paramref name="name"/> with macros expanded, and the setting of the file that decided it: its own, one under an
    /// old name, or one its default refers to. Null when the file has no say, and after a problem (which is then reported).
    /// </summary>
    public (string Value, MainCfSetting From)? Find(string name, bool stress = false, bool keepBannerMacros = false)
    {
        _touched = null;
        _stress = stress ? "yes" : "";
        var own = File.Find(name);
        var raw = own?.Value ?? MainCfDefaults.Find(name);
        if (raw is null) return null;
        var expander = new MacroExpander(Lookup, keepBannerMacros ? other => other != name && BannerMacros.Contains(other, StringComparer.Ordinal) : null);
        var good = expander.TryExpand(raw, out var value, out var error);
        if ((own ?? _touched) is not { } from) return null;
        if (!good)
        {
            Problem(from.Place, $"{from.Name}: {error}. Mend the macro in the value.");
            return null;
        }

        foreach (var unknown in expander.Undefined)
        {
            if (_reported.Add($"{from.Name} {unknown}"))
                Remarks.Add(new(from.Place, $"{from.Name}: ${unknown} is not defined anywhere and expands to nothing, as in Postfix. Set {unknown} or write the value itself."));
        }

        return (value.Trim(), from);
    }

    /// <summary>Records what a parameter became, and where the settings below <paramref name="path"/> come from.</summary>
    public void Take(string path, MainCfSetting from, string understood)
    {
        Trace(path, from.Place);
        var parameter = SettingsDescription.Parameter(path);
        Taken.Add(new(from.Name, from.Place, parameter.Length == 0 || parameter == from.Name ? understood : $"{parameter} = {understood}"));
    }

    /// <summary>Remembers that the settings below <paramref name="path"/> come from <paramref name="place"/>.</summary>
    public void Trace(string path, FilePlace place) => _places[path] = place;

    /// <summary>Where the setting at <paramref name="path"/> came from: the nearest traced path above it.</summary>
    public FilePlace PlaceOf(string path)
    {
        for (var at = path; at.Length > 0; at = at[..Math.Max(at.LastIndexOfAny(['.', '[']), 0)])
        {
            if (_places.TryGetValue(at, out var place)) return place;
        }

        return new(File.Path, 0);
    }

    public void Problem(FilePlace place, string message)
    {
        var finding = new FileFinding(place, message);
        if (!Problems.Contains(finding)) Problems.Add(finding);
    }

    public void Remark(FilePlace place, string message) => Remarks.Add(new(place, message));

    /// <summary>Reports the rules of a table that is asked while the engine runs and that cannot be read.</summary>
    public void SkipBrokenRules(LookupTableName table, string text)
    {
        List<FileFinding> problems = [];
        _ = LookupTable.Read(table, text, problems);
        Skipped.AddRange(problems);
    }

    /// <summary>The text of a file named in a parameter; relative names are looked for beside the main.cf.</summary>
    public bool TryRead(string path, FilePlace place, out string fullPath, out string text)
    {
        fullPath = Path.IsPathRooted(path) ? path : Path.Combine(ConfigDirectory, path);
        if (files.TryRead(fullPath, out var read, out var error))
        {
            text = read;
            return true;
        }

        text = "";
        Problem(place, $"{fullPath}: {error}. Copy the file there or remove it from the parameter.");
        return false;
    }

    /// <summary>The table with its file's name made absolute; relative names are looked for beside the main.cf.</summary>
    public LookupTableName Absolute(LookupTableName table) =>
        table.Type is "static" or "inline" || !table.IsFile || table.Argument.Length == 0 ? table : table with { Argument = Path.Combine(ConfigDirectory, table.Argument) };

    /// <summary>The text of a file, without a problem when it cannot be read.</summary>
    public bool TryPeek(string path, out string text)
    {
        var good = files.TryRead(path, out var read, out _);
        text = read ?? "";
        return good;
    }

    /// <summary>Whether a table's file is there; a problem when it is not.</summary>
    public bool CanRead(string path, FilePlace place) => TryRead(path, place, out _, out _);

    /// <summary>
    /// Tables that the engine asks while it runs, with absolute file names. One of a type that cannot be asked is a problem, one whose
    /// file is not there a remark: it is asked as soon as it comes.
    /// </summary>
    public IEnumerable<string> Tables(string value, MainCfSetting from)
    {
        foreach (var item in ItemList.Split(value))
        {
            if (!LookupTableName.TryParse(item, out var named))
            {
                Problem(from.PlaceOf(item), $"{from.Name}: \"{item}\" is no table; write type:name, such as texthash:/etc/postfix/names.");
                continue;
            }

            var table = Absolute(named);
            if (table.Problem() is { } reason)
            {
                Problem(from.PlaceOf(item), $"{from.Name}: {reason}.");
                continue;
            }

            if (table.Type is not ("static" or "inline") && table.IsFile)
            {
                if (files.TryRead(table.Argument, out var text, out var error)) SkipBrokenRules(table, text);
                else Remark(from.PlaceOf(item), $"{from.Name}: {table.Argument}: {error}. It will be read as soon as it is there.");
            }

            yield return table.ToString();
        }
    }

    private string ConfigDirectory => Path.GetDirectoryName(File.Path) is { Length: > 0 } directory ? directory : ".";

    private string? Lookup(string name)
    {
        if (name == "stress") return _stress;
        if (File.Find(name) is { } setting)
        {
            _touched ??= setting;
            return setting.Value;
        }

        return name switch
        {
            "config_directory" => ConfigDirectory,
            "myhostname" => System.Net.Dns.GetHostName(),
            "mydomain" => ParentDomain(File.Find("myhostname")?.Value ?? "") ?? MainCfDefaults.Find(name),
            _ => MainCfDefaults.Find(name),
        };
    }

    /// <summary>The raw value of a parameter that Postfix does not expand, except that one lone <c>$name</c> stands for that parameter.</summary>
    public (string Value, MainCfSetting From)? FindRaw(string name)
    {
        var own = File.Find(name);
        var raw = own?.Value ?? MainCfDefaults.Find(name) ?? "";
        if (raw.StartsWith('$') && raw.Length > 1 && raw.AsSpan(1).IndexOfAnyExcept(s_nameCharacters) < 0)
        {
            var other = File.Find(raw[1..]);
            return (own ?? other) is { } from ? (other?.Value ?? "", from) : null;
        }

        return own is null ? null : (raw, own);
    }

    private static string? ParentDomain(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot <= 0 || host.Contains('$', StringComparison.Ordinal) ? null : host[(dot + 1)..];
    }

    /// <summary>An action word; <c>continue</c> is Postfix's synonym of ignore.</summary>
    public ScreeningAction Action(string path, string name, ScreeningAction otherwise)
    {
        if (Find(name) is not var (value, from)) return otherwise;
        ScreeningAction? action = value.ToLowerInvariant() switch
        {
            "ignore" or "continue" => ScreeningAction.Ignore,
            "enforce" => ScreeningAction.Enforce,
            "drop" => ScreeningAction.Drop,
            _ => null,
        };
        if (action is null) Problem(from.Place, $"bad {from.Name} value: {Quote(value)}; write ignore, enforce or drop.");
        else Take(path, from, action.Value.ToString().ToLowerInvariant());
        return action ?? otherwise;
    }

    /// <summary><c>yes</c> or <c>no</c>.</summary>
    public bool Bool(string path, string name, bool otherwise)
    {
        if (Find(name) is not var (value, from)) return otherwise;
        var yes = value.Equals("yes", StringComparison.OrdinalIgnoreCase);
        if (!yes && !value.Equals("no", StringComparison.OrdinalIgnoreCase))
        {
            Problem(from.Place, $"bad boolean configuration: {from.Name} = {Quote(value)}; write yes or no.");
            return otherwise;
        }

        Take(path, from, yes ? "yes" : "no");
        return yes;
    }

    /// <summary>A whole number.</summary>
    public long Number(string path, string name, long otherwise, long highest = int.MaxValue)
    {
        if (Find(name) is not var (value, from)) return otherwise;
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number > highest || number < -highest)
        {
            Problem(from.Place, $"bad numerical configuration: {from.Name} = {Quote(value)}; write a whole number.");
            return otherwise;
        }

        Take(path, from, number.ToString(CultureInfo.InvariantCulture));
        return number;
    }

    /// <summary>A time; <paramref name="unit"/> is what a bare number means.</summary>
    public TimeSpan Time(string path, string name, char unit, TimeSpan otherwise)
    {
        if (ReadTime(name, unit, stress: false) is not var (time, from)) return otherwise;
        Take(path, from, PostfixTime.Format(time));
        return time;
    }

    /// <summary>A time with a second value under stress.</summary>
    public StressTime StressTime(string path, string name, char unit, StressTime otherwise)
    {
        if (ReadTime(name, unit, stress: false) is not var (normal, from) || ReadTime(name, unit, stress: true) is not var (stressed, _)) return otherwise;
        Take(path, from, normal == stressed ? PostfixTime.Format(normal) : $"{PostfixTime.Format(normal)}, under stress {PostfixTime.Format(stressed)}");
        return new(normal, stressed);
    }

    private (TimeSpan, MainCfSetting)? ReadTime(string name, char unit, bool stress)
    {
        if (Find(name, stress) is not var (value, from)) return null;
        if (PostfixTime.TryParse(value, unit, out var time, out _, lenient: true)) return (time, from);
        Problem(from.Place, $"parameter {from.Name}: bad time value or unit: {Quote(value)}; write a number and a unit s, m, h, d or w, such as 6s.");
        return null;
    }

    private static string Quote(string value) => value.Length == 0 ? "(empty)" : $"\"{(value.Length > 60 ? value[..57] + "..." : value)}\"";
}
