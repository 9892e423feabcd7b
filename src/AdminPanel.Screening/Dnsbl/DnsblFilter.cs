using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// A compiled answer filter, <c>d.d.d.d</c> with <c>[n;n..m]</c> in any field (postscreen(8), <c>postscreen_dnsbl_sites</c>). Each field
/// is a set of 256 bits, so a match is four bit tests. Immutable; two filters are equal when they match the same answers.
/// </summary>
public sealed class DnsblFilter : IEquatable<DnsblFilter>
{
    internal const int WordsPerField = 4;
    private readonly ulong[] _sets;

    internal DnsblFilter(string text, ulong[] sets)
    {
        Text = text;
        _sets = sets;
        Canonical = Format(sets);
    }

    /// <summary>The filter as written.</summary>
    public string Text { get; }

    /// <summary>The one spelling of this filter: members sorted, neighbours joined to ranges, no outer brackets.</summary>
    public string Canonical { get; }

    /// <summary>Whether the answer (an IPv4 address in host byte order, 127.0.0.2 is 0x7F000002) matches.</summary>
    public bool Matches(uint answer) =>
        Has(0, (byte)(answer >> 24)) && Has(1, (byte)(answer >> 16)) && Has(2, (byte)(answer >> 8)) && Has(3, (byte)answer);

    /// <summary>Reads a filter. On failure <paramref name="error"/> is Postfix's detail text, with its position marker.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DnsblFilter? filter, [NotNullWhen(false)] out string? error) =>
        new DnsblFilterParser(text).TryParse(out filter, out error);

    /// <inheritdoc/>
    public bool Equals(DnsblFilter? other) => other is not null && Canonical == other.Canonical;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DnsblFilter);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    private bool Has(int field, byte octet) => (_sets[(field * WordsPerField) + (octet >> 6)] >> (octet & 63) & 1) != 0;

    private static string Format(ulong[] sets)
    {
        var text = new StringBuilder();
        for (var field = 0; field < 4; field++)
        {
            if (field > 0) text.Append('.');
            AppendField(text, sets.AsSpan(field * WordsPerField, WordsPerField));
        }

        return text.ToString();
    }

    private static void AppendField(StringBuilder text, ReadOnlySpan<ulong> set)
    {
        var start = text.Length;
        var members = 0;
        for (var low = 0; low < 256; low++)
        {
            if (!Has(set, low)) continue;
            var high = low;
            while (high < 255 && Has(set, high + 1)) high++;
            if (members++ > 0) text.Append(';');
            text.Append(CultureInfo.InvariantCulture, $"{low}");
            if (high > low)
            {
                members++;
                text.Append(CultureInfo.InvariantCulture, $"..{high}");
            }

            low = high;
        }

        if (members > 1) text.Insert(start, '[').Append(']');
    }

    private static bool Has(ReadOnlySpan<ulong> set, int octet) => (set[octet >> 6] >> (octet & 63) & 1) != 0;
}
