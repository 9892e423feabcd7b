using System.Globalization;
using System.Text;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Export;

/// <summary>Collects the lines of one export.</summary>
internal sealed class Writer(ExportOptions options)
{
    private readonly StringBuilder _text = new($"{MainCfExport.FirstLine}\n");
    private string? _section;

    public ExportOptions Options { get; } = options;

    public List<ExportedTable> Tables { get; } = [];

    public List<string> Remarks { get; } = [];

    public string Text => _text.ToString();

    /// <summary>Begins a section; its title is written before its first line.</summary>
    public void Section(string title) => _section = title;

    public void Comment(string text) => Line($"# {OneLine(text)}");

    /// <summary>Something that Postfix cannot express.</summary>
    public void Remark(string text)
    {
        Remarks.Add(text);
        Comment(text);
    }

    public void Set(string name, string value) => Line(value.Length == 0 ? $"{name} =" : $"{name} = {OneLine(value)}");

    public void Set(string name, long value) => Set(name, value.ToString(CultureInfo.InvariantCulture));

    public void SetUnless(string name, string value, string otherwise)
    {
        if (!string.Equals(value, otherwise, StringComparison.Ordinal)) Set(name, value);
    }

    public void SetUnless(string name, long value, long otherwise)
    {
        if (value != otherwise) Set(name, value);
    }

    public void SetUnless(string name, bool value, bool otherwise)
    {
        if (value != otherwise) Set(name, value ? "yes" : "no");
    }

    public void SetUnless(string name, TimeSpan value, TimeSpan otherwise)
    {
        if (value != otherwise) Set(name, PostfixTime.Format(value));
    }

    public void SetUnless(string name, StressTime value, StressTime otherwise)
    {
        if (value == otherwise) return;
        Set(name, value.Normal == value.Stress ? PostfixTime.Format(value.Normal) : $"${{stress?{{{PostfixTime.Format(value.Stress)}}}:{{{PostfixTime.Format(value.Normal)}}}}}");
    }

    /// <summary>A line break would turn the rest into another line of the file.</summary>
    internal static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n', '\0'], StringSplitOptions.RemoveEmptyEntries));

    private void Line(string line)
    {
        if (_section is not null) _text.Append('\n').Append("# ").Append(_section).Append('\n');
        _section = null;
        _text.Append(line).Append('\n');
    }
}
