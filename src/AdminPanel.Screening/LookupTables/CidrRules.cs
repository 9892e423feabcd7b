using System.Net;
using AdminPanel.Screening.AccessLists;

namespace AdminPanel.Screening.LookupTables;

/// <summary>The rules of a CIDR table, compiled: plain networks by hash, the few others one by one; the first that matches counts. Immutable, thread-safe.</summary>
internal sealed class CidrRules
{
    private readonly List<(AddressPattern Pattern, AddressPattern[] Within, string Value)> _rules = [];
    private readonly List<int> _others = [];
    private readonly CidrTable _plain;

    /// <summary>Compiles <paramref name="rules"/>; one that cannot be read is skipped and told in Postfix's words.</summary>
    public CidrRules(List<CidrRule> rules, ICollection<FileFinding> problems)
    {
        List<(int, AddressPattern)> plain = [];
        foreach (var rule in rules)
        {
            if (!AddressPattern.TryParse(rule.Pattern, out var pattern, out var error))
            {
                problems.Add(new(rule.Place, $"{error}: skipping this rule."));
                continue;
            }

            var within = new AddressPattern[rule.Within.Length];
            var good = true;
            for (var i = 0; i < within.Length && good; i++)
            {
                good = AddressPattern.TryParse(rule.Within[i], out var outer, out error);
                if (good) within[i] = outer!;
                else problems.Add(new(rule.Place, $"{error}: skipping the rules inside this IF."));
            }

            if (!good) continue;
            if (pattern.Negated || within.Length > 0) _others.Add(_rules.Count);
            else plain.Add((_rules.Count, pattern));
            _rules.Add((pattern, within, rule.Value));
        }

        _plain = new CidrTable(plain);
    }

    /// <summary>The value of the first rule that matches; null when none does.</summary>
    public string? Find(IPAddress address)
    {
        var key = AddressKey.Of(address);
        var hit = _plain.First(key);
        foreach (var other in _others)
        {
            if (hit >= 0 && other > hit) break;
            if (!Matches(_rules[other], key)) continue;
            hit = other;
            break;
        }

        return hit < 0 ? null : _rules[hit].Value;
    }

    private static bool Matches((AddressPattern Pattern, AddressPattern[] Within, string Value) rule, AddressKey key)
    {
        foreach (var outer in rule.Within)
        {
            if (!outer.Matches(key)) return false;
        }

        return rule.Pattern.Matches(key);
    }
}
