namespace AdminPanel.Screening.Dnsbl;

/// <summary>A compiled answer filter, <c>d.d.d.d</c> with <c>[n;n..m]</c> in any field (postscreen(8), <c>postscreen_dnsbl_sites</c>).</summary>
public sealed class DnsblFilter
{
    private DnsblFilter(string text) => Text = text;

    /// <summary>The filter as written.</summary>
    public string Text { get; }

    /// <summary>Whether the answer (an IPv4 address in host byte order, 127.0.0.2 is 0x7F000002) matches.</summary>
    public bool Matches(uint answer) => false;

    /// <summary>Reads a filter. On failure <paramref name="error"/> is Postfix's detail text, with its position marker.</summary>
    public static bool TryParse(string text, out DnsblFilter? filter, out string? error)
    {
        filter = new DnsblFilter(text);
        error = null;
        return true;
    }
}
