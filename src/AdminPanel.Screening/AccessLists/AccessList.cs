using System.Collections.Immutable;
using System.Net;

namespace AdminPanel.Screening.AccessLists;

/// <summary>What the access list said about a client.</summary>
/// <param name="Action">The decision; <see cref="AccessAction.Dunno"/> when nothing decided.</param>
/// <param name="EntryId">The deciding entry's id; null when the list ran out.</param>
/// <param name="Rule">The deciding rule in words, e.g. <c>permit_mynetworks (192.0.2.0/24)</c>; null when the list ran out.</param>
/// <param name="Warnings">What Postfix would warn of while it decided; null when nothing.</param>
public readonly record struct AccessDecision(AccessAction Action, string? EntryId, string? Rule, ImmutableArray<string>? Warnings = null);

/// <summary>
/// A compiled access list (<c>postscreen_access_list</c>). Plain networks are found by hash, however many there are; the few other steps
/// are tried one by one; the first step that matches decides in any case. Thread-safe, allocation-free look-ups.
/// </summary>
public sealed partial class AccessList
{
    /// <summary>The parameter, as warnings name it.</summary>
    private const string Origin = "postscreen_access_list";

    private readonly ImmutableArray<AccessStep> _steps;
    private readonly AddressMatchList _myNetworks;
    private readonly CidrTable _plain;
    private readonly ImmutableArray<int> _others;
    private readonly long[] _expires;
    private readonly int[] _tableEnd;
    private readonly AccessDecision[] _decisions;
    private readonly AccessDecision[] _myNetworksDecisions;

    /// <summary>Compiles <paramref name="steps"/>.</summary>
    /// <param name="steps">The steps in order.</param>
    /// <param name="myNetworks">What <c>permit_mynetworks</c> stands for.</param>
    public AccessList(ImmutableArray<AccessStep> steps, AddressMatchList myNetworks)
    {
        ArgumentNullException.ThrowIfNull(myNetworks);
        _steps = steps;
        _myNetworks = myNetworks;
        _plain = new CidrTable(steps.Select(static (step, i) => (i, step)).Where(static s => IsPlain(s.step)).Select(static s => (s.i, s.step.Pattern!)));
        _others = [.. Enumerable.Range(0, steps.Length).Where(i => !IsPlain(steps[i]))];
        _expires = [.. steps.Select(static step => step.Expires?.UtcTicks ?? long.MaxValue)];
        _decisions = [.. steps.Select(static step => new AccessDecision(step.Action, step.EntryId, step.Rule()))];
        _myNetworksDecisions = [.. myNetworks.Patterns.Select(static p => new AccessDecision(AccessAction.Permit, null, $"permit_mynetworks ({p})"))];
        _tableEnd = new int[steps.Length];
        for (var i = steps.Length - 1; i >= 0; i--)
            _tableEnd[i] = i + 1 < steps.Length && steps[i].Table == steps[i + 1].Table ? _tableEnd[i + 1] : i + 1;
    }

    /// <summary>The list that decides nothing.</summary>
    public static AccessList Empty { get; } = new([], AddressMatchList.Empty);

    /// <summary>The tables that are asked.</summary>
    public IEnumerable<IAddressTable> Lookups => _steps.Select(static step => step.Lookup).OfType<IAddressTable>();

    /// <summary>The first decisive entry for <paramref name="client"/> at <paramref name="now"/> (entries expire).</summary>
    public AccessDecision Decide(IPAddress client, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(client);
        var key = AddressKey.Of(client);
        var fresh = new Unexpired(_expires, now.UtcTicks);
        ImmutableArray<string>? warnings = null;
        for (var from = 0; from < _steps.Length;)
        {
            var hit = _plain.First(key, from, _steps.Length, fresh);
            var network = -1;
            foreach (var other in _others.AsSpan())
            {
                if (other < from) continue;
                if (hit >= 0 && other > hit) break;
                if (!fresh.Accepts(other) || !Matches(_steps[other], key, out network)) continue;
                hit = other;
                break;
            }

            if (hit < 0) break;
            var step = _steps[hit];
            if (step.Lookup is { } table)
            {
                if (Ask(step, table, client, ref warnings) is { } answer) return answer with { Warnings = warnings };
                from = step.Table.Length == 0 ? hit + 1 : _tableEnd[hit];
                continue;
            }

            if (step.MyNetworks) return _myNetworksDecisions[network] with { EntryId = step.EntryId, Warnings = warnings };
            if (step.Action != AccessAction.Dunno || step.Table.Length == 0) return _decisions[hit] with { Warnings = warnings };
            from = _tableEnd[hit];
        }

        return new AccessDecision(AccessAction.Dunno, null, null, warnings);
    }

    private static bool IsPlain(AccessStep step) => step is { MyNetworks: false, Lookup: null, Pattern.Negated: false, Within.IsEmpty: true };

    private bool Matches(AccessStep step, AddressKey client, out int network)
    {
        network = -1;
        foreach (var condition in step.Within.AsSpan())
        {
            if (!condition.Matches(client)) return false;
        }

        if (!step.MyNetworks) return step.Pattern is null || step.Pattern.Matches(client);
        network = _myNetworks.FindPosition(client);
        return network >= 0;
    }

    private readonly struct Unexpired(long[] expires, long now) : IPositionFilter
    {
        public bool Accepts(int position) => now < expires[position];
    }
}
