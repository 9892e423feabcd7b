using System.Collections.Concurrent;
using System.Net;
using AdminPanel.Screening.Dnsbl;

namespace AdminPanel.Screening.Tests.Listening;

/// <summary>Blocklists made of a table; a zone named <c>silent.test</c> never answers within the timeout.</summary>
internal sealed class FakeResolver : IDnsblResolver
{
    private readonly ConcurrentDictionary<(string Zone, string Client), uint> _listings = new();

    public TimeSpan? ListedTtl { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>What a zone answers to every question, as when it is sick; nothing for a healthy one.</summary>
    public ConcurrentDictionary<string, DnsblReply> Sick { get; } = new();

    /// <summary>The questions asked so far, by zone.</summary>
    public ConcurrentDictionary<string, int> Asked { get; } = new();

    public void List(string zone, string client, uint answer = 0x7F000002) => _listings[(zone, client)] = answer;

    public async ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Asked.AddOrUpdate(zone, 1, static (_, count) => count + 1);
        if (Sick.TryGetValue(zone, out var sick)) return sick;
        if (zone == "silent.test")
        {
            await Task.Delay(timeout, cancellationToken);
            return new DnsblReply { Outcome = DnsblOutcome.Error, Answered = false, Error = "no reply" };
        }

        return _listings.TryGetValue((zone, client.ToString()), out var answer)
            ? new DnsblReply { Outcome = DnsblOutcome.Listed, Addresses = [answer], Ttl = ListedTtl }
            : new DnsblReply { Outcome = DnsblOutcome.NotListed, Ttl = TimeSpan.FromSeconds(120) };
    }
}
