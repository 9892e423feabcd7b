using System.Buffers;
using System.Collections.Immutable;

namespace AdminPanel.Postfix.MainCf;

/// <summary>A main.cf as written: every setting with its line, nothing expanded (postconf(5)). Immutable.</summary>
public sealed class MainCfFile
{
    private static readonly SearchValues<char> s_nameEnds = SearchValues.Create(" \t\r\f\v=");
    private readonly Dictionary<string, MainCfSetting> _settings;

    private MainCfFile(string path, Dictionary<string, MainCfSetting> settings, ImmutableArray<FileFinding> warnings, ImmutableArray<FileFinding> problems)
    {
        Path = path;
        _settings = settings;
        Warnings = warnings;
        Problems = problems;
    }

    /// <summary>The file's path, for messages and relative paths.</summary>
    public string Path { get; }

    /// <summary>The settings in force; of duplicates the last.</summary>
    public IReadOnlyCollection<MainCfSetting> Settings => _settings.Values;

    /// <summary>What Postfix would warn about: duplicates.</summary>
    public ImmutableArray<FileFinding> Warnings { get; }

    /// <summary>Lines that Postfix cannot read.</summary>
    public ImmutableArray<FileFinding> Problems { get; }

    /// <summary>The setting in force; null when the file does not set <paramref name="name"/>.</summary>
    public MainCfSetting? Find(string name) => _settings.GetValueOrDefault(name);

    /// <summary>Reads the text of a main.cf. Never throws; bad lines become <see cref="Problems"/>.</summary>
    public static MainCfFile Parse(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var settings = new Dictionary<string, MainCfSetting>(StringComparer.Ordinal);
        var warnings = ImmutableArray.CreateBuilder<FileFinding>();
        var problems = ImmutableArray.CreateBuilder<FileFinding>();
        foreach (var line in LogicalLine.Read(text))
        {
            var place = new FilePlace(path, line.Number);
            if (line.Indented)
            {
                problems.Add(new(place, $"logical line must not start with whitespace: \"{Shorten(line.Text)}\". Move it to column 1."));
                continue;
            }

            if (!TrySplit(line.Text, out var name, out var value, out var error))
            {
                problems.Add(new(place, $"{error}: \"{Shorten(line.Text)}\". Write name = value, or begin the line with # to make it a comment."));
                continue;
            }

            if (settings.TryGetValue(name, out var earlier))
                warnings.Add(new(place, $"overriding earlier entry: {name} was set in line {earlier.Place.Line} already; the last one counts."));
            settings.Remove(name);
            settings.Add(name, new(name, value, place) { Lines = line.Lines });
        }

        return new(path, settings, warnings.ToImmutable(), problems.ToImmutable());
    }

    private static bool TrySplit(string line, out string name, out string value, out string? error)
    {
        var nameEnd = line.AsSpan().IndexOfAny(s_nameEnds);
        name = nameEnd < 0 ? line : line[..nameEnd];
        value = "";
        error = null;
        if (name.Length == 0)
        {
            error = "missing attribute name";
            return false;
        }

        var rest = line.AsSpan(name.Length).TrimStart();
        if (rest.IsEmpty || rest[0] != '=')
        {
            error = "missing '=' after attribute name";
            return false;
        }

        value = rest[1..].Trim().ToString();
        return true;
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..77]}...";
}
