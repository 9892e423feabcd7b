using System.Collections.Frozen;
using System.Net;

namespace AdminPanel.Screening.LookupTables;

/// <summary>The content of one lookup table at one moment. Immutable, thread-safe.</summary>
internal abstract class LookupTable
{
    /// <summary>The types that can be read here.</summary>
    public static IReadOnlyList<string> Types { get; } = ["cidr", "texthash", "hash", "btree", "lmdb", "cdb", "dbm", "sdbm", "static", "inline", "regexp", "pcre"];

    /// <summary>Asks for <paramref name="key"/>.</summary>
    public abstract LookupAnswer Find(string key);

    /// <summary>
    /// Compiles a table. Rules that cannot be read are skipped, as Postfix does, and told in <paramref name="problems"/>.
    /// </summary>
    /// <param name="name">Type and path, or the inline content.</param>
    /// <param name="text">The file's text; ignored for static and inline tables.</param>
    /// <param name="problems">Collects what is wrong, with the line.</param>
    public static LookupTable Read(LookupTableName name, string text, ICollection<FileFinding> problems)
    {
        var place = new FilePlace(name.ToString(), 0);
        switch (name.Type)
        {
            case "static":
                ItemList.TryUnbrace(name.Argument, out var value);
                return new StaticLookup(value);
            case "inline":
                return new KeyLookup(KeyValueTable.ReadInline(name.Argument, place, problems));
            case "cidr":
                return new CidrLookup(name.IsFile ? CidrTableFile.Read(name.Argument, text, problems) : CidrTableFile.ReadInline(name.Argument, place, problems), problems);
            case "regexp" or "pcre":
                var posix = name.Type == "regexp";
                return new PatternLookup(name.IsFile ? PatternTableFile.Read(name.Argument, text, posix, problems) : PatternTableFile.ReadInline(name, place, posix, problems));
            default:
                return new KeyLookup(KeyValueTable.ReadSource(name.Argument, text, problems));
        }
    }

    /// <summary><c>static:</c> gives every key the same answer.</summary>
    private sealed class StaticLookup(string value) : LookupTable
    {
        public override LookupAnswer Find(string key) => new(value);
    }

    /// <summary>Exact keys, compared without case as Postfix folds them. The first of equal keys counts.</summary>
    private sealed class KeyLookup : LookupTable
    {
        private readonly FrozenDictionary<string, string> _values;

        public KeyLookup(List<TableLine> lines)
        {
            var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var line in lines) values.TryAdd(line.Key, line.Value);
            _values = values.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        }

        public override LookupAnswer Find(string key) => new(_values.GetValueOrDefault(key));
    }

    /// <summary>Networks; a key that is no address is in none.</summary>
    private sealed class CidrLookup : LookupTable
    {
        private readonly CidrRules _rules;

        public CidrLookup(List<CidrRule> rules, ICollection<FileFinding> problems) => _rules = new CidrRules(rules, problems);

        public override LookupAnswer Find(string key) => IPAddress.TryParse(key, out var address) ? new(_rules.Find(address)) : LookupAnswer.Miss;
    }
}
