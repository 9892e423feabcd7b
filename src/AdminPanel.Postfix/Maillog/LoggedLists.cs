using System.Text;

namespace AdminPanel.Postfix.Maillog;

/// <summary>The zones that a log names, each text made once. Not thread-safe.</summary>
internal sealed class LoggedLists
{
    /// <summary>More zones than anybody asks: a hostile log must not fill the memory.</summary>
    private const int Limit = 1_000;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public LoggedLists() => _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The zone as text; null when it cannot be one.</summary>
    public string? Find(ReadOnlySpan<byte> zone)
    {
        Span<char> chars = stackalloc char[255];
        if (zone.Length is 0 or > 255 || zone.ContainsAnyExceptInRange((byte)'!', (byte)'~')) return null;
        Encoding.ASCII.GetChars(zone, chars);
        var text = chars[..zone.Length];
        if (_lookup.TryGetValue(text, out var known)) return known;
        if (_names.Count >= Limit) return null;
        return _names[text.ToString()] = text.ToString();
    }
}
