using System.Diagnostics;
using System.Text;

namespace AdminPanel.Parity.Tests.Playing;

/// <summary>What one connection of a script said and heard.</summary>
public sealed class Dialogue
{
    private readonly List<string> _lines = [];
    private long? _teaserAt;

    /// <summary>The client's port; 0 before it connected.</summary>
    public int Port { get; set; }

    /// <summary>Lines said and heard, escaped, in order.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>From the teaser to the next thing heard; null without a teaser or anything after it.</summary>
    public TimeSpan? Wait { get; private set; }

    /// <summary>The client sent something.</summary>
    public void Said(string text) => _lines.Add($"C {Escape(text)}");

    /// <summary>The client received a line, its line end included.</summary>
    public void Heard(string line)
    {
        if (_teaserAt is { } at) Wait ??= Stopwatch.GetElapsedTime(at);
        if (_teaserAt is null && line.StartsWith("220-", StringComparison.Ordinal)) _teaserAt = Stopwatch.GetTimestamp();
        _lines.Add($"S {Escape(line)}");
    }

    /// <summary>Something else happened.</summary>
    public void Happened(string what) => _lines.Add($"  {what}");

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 4);
        foreach (var c in text)
        {
            escaped.Append(c switch
            {
                '\r' => "\\r",
                '\n' => "\\n",
                < ' ' or > '~' => $"\\x{(int)c:X2}",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
