using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Screening.Checks;

/// <summary>
/// Explains what would happen to a client, rule by rule and list by list, without a connection: access list, temporary allowlist, every
/// list now. Asks the lists for real; changes nothing. Thread-safe.
/// </summary>
/// <param name="resolver">Who asks the lists.</param>
/// <param name="time">The clock.</param>
/// <param name="standings">Which lists are suspended; null when none ever is.</param>
public sealed class ClientCheckup(IDnsblResolver resolver, TimeProvider time, IDnsblStandings? standings = null)
{
    /// <summary>Examines <paramref name="client"/> by the settings of <paramref name="snapshot"/>.</summary>
    /// <param name="snapshot">The settings.</param>
    /// <param name="client">The client; an IPv4-mapped address is taken as IPv4.</param>
    /// <param name="known">What the temporary allowlist has of it; null when it is unknown.</param>
    /// <param name="cancellationToken">Ends the wait for the lists early.</param>
    public async Task<CheckupReport> ExamineAsync(ScreeningSnapshot snapshot, IPAddress client, ExpiryStamps? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(client);
        if (client.IsIPv4MappedToIPv6) client = client.MapToIPv4();

        var now = time.GetUtcNow();
        var access = snapshot.AccessList.Decide(client, now);
        var allowlist = Allowlist(snapshot, known, now);
        var score = await AskAsync(snapshot, client, cancellationToken).ConfigureAwait(false);
        var asked = snapshot.Dnsbl.Zones.Length > 0;
        var facts = new CheckupFacts(snapshot, client, access, allowlist, score.Tally);
        return new CheckupReport
        {
            Client = client.ToString(),
            At = now,
            SettingsVersion = snapshot.Version,
            Access = new CheckupAccess(Word(access.Action), access.Rule, access.EntryId),
            Allowlist = allowlist,
            Lists = [.. score.Results.Select(static result => List(result))],
            Rank = asked ? score.Tally.Rank : null,
            Threshold = snapshot.Settings.Dnsbl.Threshold,
            DnsblAction = Word(snapshot.Settings.Dnsbl.Action),
            Conclusion = CheckupVerdict.Of(facts),
        };
    }

    /// <summary>When the first pass of an enabled check ends and the client is tested again; null when one was never passed.</summary>
    public static DateTimeOffset? FirstExpiry(ScreeningSnapshot snapshot, ExpiryStamps stamps)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var first = long.MaxValue;
        foreach (var check in CheckSets.All)
        {
            if ((CheckSets.Enabled(snapshot) & check) != 0) first = Math.Min(first, stamps[CheckSets.Index(check)]);
        }

        // 0 and 1 are postscreen's marks for "never passed".
        return first is > 1 and < long.MaxValue ? DateTimeOffset.FromUnixTimeSeconds(first) : null;
    }

    /// <summary>The name of a check as reports spell it.</summary>
    internal static string Word(CheckSet check)
    {
        var name = CheckSets.Name(check).ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static CheckupAllowlist Allowlist(ScreeningSnapshot snapshot, ExpiryStamps? known, DateTimeOffset now)
    {
        var enabled = CheckSets.Enabled(snapshot);
        var stamps = ImmutableArray.CreateBuilder<CheckupStamp>();
        foreach (var check in CheckSets.All)
        {
            if ((enabled & check) == 0) continue;
            var stamp = known?[CheckSets.Index(check)] ?? 0;

            // 0 and 1 are postscreen's marks for "never passed".
            DateTimeOffset? until = stamp > 1 ? DateTimeOffset.FromUnixTimeSeconds(stamp) : null;
            stamps.Add(new CheckupStamp(Word(check), until, until is not null && stamp >= now.ToUnixTimeSeconds()));
        }

        var state = known is null ? "unknown" : stamps.All(static stamp => stamp.Valid) ? "valid" : "expired";
        return new CheckupAllowlist(state, stamps.ToImmutable());
    }

    private async Task<DnsblScore> AskAsync(ScreeningSnapshot snapshot, IPAddress client, CancellationToken cancellationToken)
    {
        var everyone = new Everyone(snapshot.Dnsbl.Zones.Length);
        var lookup = new DnsblLookup(snapshot.Dnsbl, resolver, client, snapshot.Settings.Dnsbl.Timeout, everyone, standings);
        lookup.Start();
        await everyone.Replied.WaitAsync(cancellationToken).ConfigureAwait(false);
        return lookup.Score;
    }

    private static CheckupList List(DnsblZoneResult result)
    {
        var list = new CheckupList { List = result.Zone.DisplayName, Outcome = "no reply" };
        if (result.Reply is { Outcome: DnsblOutcome.NotAsked } skipped) return list with { Outcome = "not asked", Withheld = skipped.Error };
        if (result.Reply is not { Answered: true } reply) return list with { Error = result.Reply?.Error ?? "no reply in time" };
        list = list with { LatencyMs = Math.Round(reply.Latency.TotalMilliseconds, 2), TtlSeconds = (int?)reply.Ttl?.TotalSeconds, Weight = result.Weight };
        return reply.Outcome switch
        {
            DnsblOutcome.Listed => list with { Outcome = "listed", FilteredOut = result.FilteredOut, Withheld = reply.Withheld, Codes = [.. reply.Addresses.Select(DnsblCheck.Dotted)] },
            DnsblOutcome.NotListed => list with { Outcome = "not listed" },
            _ => list with { Outcome = "error", Error = reply.Error },
        };
    }

    /// <summary>Completes when every zone has replied or timed out.</summary>
    private sealed class Everyone : IDnsblLookupObserver
    {
        private readonly TaskCompletionSource _replied = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _missing;

        public Everyone(int zones)
        {
            _missing = zones;
            if (zones == 0) _replied.SetResult();
        }

        public Task Replied => _replied.Task;

        public void OnReply(DnsblLookup lookup, int zone)
        {
            if (Interlocked.Decrement(ref _missing) == 0) _replied.TrySetResult();
        }

        public void OnAllIn(DnsblLookup lookup)
        {
        }
    }
}
