using System.Collections.Immutable;
using System.Text;
using AdminPanel.Screening.LookupTables;

namespace AdminPanel.Screening.Settings;

/// <summary>The tables and lists that the dummy SMTP engine asks, compiled from <see cref="ProtocolSettings"/>. Immutable, thread-safe.</summary>
public sealed class ProtocolTables
{
    /// <summary>Postfix's own <c>smtpd_expansion_filter</c>: tab, blank and printable ASCII.</summary>
    private const string DefaultExpansionFilter = "\t !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    private readonly ImmutableArray<(string Verb, LiveTable? Table, bool Negated)> _forbidden;

    private ProtocolTables(ProtocolSettings settings, LookupTableFiles files)
    {
        DiscardEhloKeywords = Maps(settings.DiscardEhloKeywordAddressMaps, files);
        RejectFooters = Maps(settings.RejectFooterMaps, files);
        CommandFilter = settings.CommandFilter.Length == 0 ? null : LookupTableReference.Open(files, settings.CommandFilter);
        ExpansionFilter = settings.ExpansionFilter.Length == 0 ? DefaultExpansionFilter : Unescape(settings.ExpansionFilter);
        _forbidden = [.. settings.ForbiddenCommands.Select(item => Forbidden(item, files))];
    }

    /// <summary><c>postscreen_discard_ehlo_keyword_address_maps</c>.</summary>
    public LookupMaps DiscardEhloKeywords { get; }

    /// <summary><c>postscreen_reject_footer_maps</c>.</summary>
    public LookupMaps RejectFooters { get; }

    /// <summary><c>postscreen_command_filter</c>; null means none.</summary>
    public LiveTable? CommandFilter { get; }

    /// <summary>The characters of <c>postscreen_expansion_filter</c>.</summary>
    public string ExpansionFilter { get; }

    /// <summary>All tables.</summary>
    public IEnumerable<LiveTable> All => [.. DiscardEhloKeywords.Tables, .. RejectFooters.Tables, .. CommandFilter is null ? (LiveTable[])[] : [CommandFilter], .. _forbidden.Select(static item => item.Table).OfType<LiveTable>()];

    /// <summary>Compiles; throws <see cref="ArgumentException"/> for a table that the rules would refuse.</summary>
    internal static ProtocolTables Compile(ProtocolSettings settings, LookupTableFiles files) => new(settings, files);

    /// <summary>Whether <c>postscreen_forbidden_commands</c> forbids a verb. A table that cannot be asked forbids nothing.</summary>
    public bool Forbids(string verb)
    {
        foreach (var (word, table, negated) in _forbidden)
        {
            var found = table is null ? verb.Equals(word, StringComparison.OrdinalIgnoreCase) : table.Find(verb).Value is not null;
            if (found) return !negated;
        }

        return false;
    }

    private static LookupMaps Maps(ImmutableArray<string> names, LookupTableFiles files) =>
        names.IsDefaultOrEmpty ? LookupMaps.None : new([.. names.Select(name => LookupTableReference.Open(files, name))]);

    private static (string, LiveTable?, bool) Forbidden(string item, LookupTableFiles files) =>
        LookupTableReference.TryParse(item, out var table, out var negated) ? ("", files.Open(table), negated) : (item.TrimStart('!'), null, negated);

    /// <summary>Backslash sequences as in C: <c>\t</c>, <c>\40</c>, <c>\\</c>.</summary>
    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            var digits = 0;
            while (digits < 3 && i + 1 + digits < text.Length && text[i + 1 + digits] is >= '0' and <= '7') digits++;
            if (digits > 0)
            {
                plain.Append((char)(text.Substring(i + 1, digits).Aggregate(0, static (sum, digit) => (sum * 8) + digit - '0') & 0xFF));
                i += digits;
                continue;
            }

            i++;
            plain.Append(text[i] switch { 'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', var other => other });
        }

        return plain.ToString();
    }
}
