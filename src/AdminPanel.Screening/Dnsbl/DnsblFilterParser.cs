using System.Diagnostics.CodeAnalysis;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Reads the filter grammar of <c>postscreen_dnsbl_sites</c>. Errors are worded as Postfix words them, with the position as
/// <c>at "parsed&gt;token&lt;rest"</c>. One instance reads one text.
/// </summary>
internal ref struct DnsblFilterParser
{
    private const int Number = -1;
    private const int TooLarge = -2;
    private const int End = 0;

    private readonly string _text;
    private ReadOnlySpan<char> _pattern;
    private int _tokenStart;
    private int _next;
    private int _octet;

    public DnsblFilterParser(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
        _pattern = text;
        _tokenStart = 0;
        _next = 0;
        _octet = 0;
    }

    public bool TryParse([NotNullWhen(true)] out DnsblFilter? filter, [NotNullWhen(false)] out string? error)
    {
        filter = null;
        error = StripOuterBrackets() ?? (_pattern.IsEmpty ? "empty address pattern" : null);
        if (error is not null) return false;

        var sets = new ulong[4 * DnsblFilter.WordsPerField];
        for (var field = 0; ; field++)
        {
            error = ReadField(sets.AsSpan(field * DnsblFilter.WordsPerField, DnsblFilter.WordsPerField));
            if (error is not null) return false;
            if (field == 3) break;
            if (Token() != '.')
            {
                error = At("need \".\"");
                return false;
            }
        }

        if (_next < _pattern.Length)
        {
            Token();
            error = At("garbage after pattern");
            return false;
        }

        filter = new DnsblFilter(_text, sets);
        return true;
    }

    /// <summary>Removes one pair of brackets around the whole pattern, if the first bracket's partner is the last character.</summary>
    private string? StripOuterBrackets()
    {
        if (_pattern.IsEmpty || _pattern[0] != '[') return null;
        var level = 0;
        for (var i = 0; i < _pattern.Length; i++)
        {
            if (_pattern[i] == '[') level++;
            if (_pattern[i] != ']' || --level != 0) continue;
            if (i == _pattern.Length - 1) _pattern = _pattern[1..i];
            return null;
        }

        return "missing \"]\" character";
    }

    private string? ReadField(Span<ulong> set)
    {
        switch (Token())
        {
            case Number:
                Add(set, _octet, _octet);
                return null;
            case '[':
                return ReadMembers(set);
            default:
                return At("need decimal number 0..255 or \"[\"");
        }
    }

    private string? ReadMembers(Span<ulong> set)
    {
        while (true)
        {
            if (Token() != Number) return At("need decimal number 0..255");
            var low = _octet;
            var token = Token();
            if (token == '.')
            {
                if (Token() != '.' || Token() != Number || low > _octet) return At("numeric range error");
                Add(set, low, _octet);
                token = Token();
            }
            else
            {
                Add(set, low, low);
            }

            if (token == ']') return null;
            if (token != ';') return At("need \";\" or \"]\"");
        }
    }

    private int Token()
    {
        _tokenStart = _next;
        if (_next >= _pattern.Length) return End;
        var first = _pattern[_next++];
        if (!char.IsAsciiDigit(first)) return first;
        _octet = first - '0';
        for (; _next < _pattern.Length && char.IsAsciiDigit(_pattern[_next]); _next++)
            _octet = Math.Min((_octet * 10) + _pattern[_next] - '0', 256);
        return _octet > 255 ? TooLarge : Number;
    }

    private readonly string At(string what) => $"{what} at \"{_pattern[.._tokenStart]}>{_pattern[_tokenStart.._next]}<{_pattern[_next..]}\"";

    private static void Add(Span<ulong> set, int low, int high)
    {
        for (var octet = low; octet <= high; octet++) set[octet >> 6] |= 1UL << (octet & 63);
    }
}
