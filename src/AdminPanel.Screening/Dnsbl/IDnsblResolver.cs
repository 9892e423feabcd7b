using System.Collections.Immutable;
using System.Net;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>How a lookup ended.</summary>
public enum DnsblOutcome
{
    /// <summary>The zone answered with at least one listing address in 127.0.0.0/8.</summary>
    Listed,

    /// <summary>The zone answered that the client is not listed.</summary>
    NotListed,

    /// <summary>No usable answer: timeout, SERVFAIL, REFUSED, an answer in 127.255.255.0/24 or outside 127.0.0.0/8. Never scored.</summary>
    Error,

    /// <summary>Not asked, because the list is suspended or its answer could not have changed anything; <see cref="DnsblReply.Error"/> says why. Counts as if the list were not configured.</summary>
    NotAsked,
}

/// <summary>What kind of trouble an <see cref="DnsblOutcome.Error"/> that came as an answer is.</summary>
public enum DnsblTrouble
{
    /// <summary>None, or no answer came.</summary>
    None,

    /// <summary>The server failed: SERVFAIL, FORMERR and the like.</summary>
    Failed,

    /// <summary>The list refuses this resolver: REFUSED, an answer in 127.255.255.0/24, or a code that the list uses for it.</summary>
    Refused,

    /// <summary>The list refuses this resolver because it is a public one (127.255.255.254).</summary>
    PublicResolver,

    /// <summary>An answer outside 127.0.0.0/8: a parked domain, or a resolver that rewrites answers.</summary>
    OutOfRange,
}

/// <summary>One zone's reply about one client.</summary>
public sealed record DnsblReply
{
    /// <summary>How the lookup ended.</summary>
    public required DnsblOutcome Outcome { get; init; }

    /// <summary>The listing addresses in host byte order, in answer order; empty unless listed.</summary>
    public ImmutableArray<uint> Addresses { get; init; } = [];

    /// <summary>
    /// The time to live that scoring uses: smallest A TTL when listed, smallest SOA record TTL when not listed; null when unknown
    /// (postscreen's −1).
    /// </summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>How long the reply may be used again, by its own records (RFC 2308 for "not listed"); null when unknown, zero when it must not.</summary>
    public TimeSpan? CacheTtl { get; init; }

    /// <summary>What went wrong, for logs and pages; never names a secret zone. Null unless the outcome is an error.</summary>
    public string? Error { get; init; }

    /// <summary>What kind of error it is.</summary>
    public DnsblTrouble Trouble { get; init; }

    /// <summary>True when the list was not asked because its answer was not needed.</summary>
    public bool Needless { get; init; }

    /// <summary>Why a listing is recorded but not scored: the list is suspended, or lists everybody. Null when it is scored.</summary>
    public string? Withheld { get; init; }

    /// <summary>False when no reply came at all (timeout): such a zone keeps the greet wait at full length.</summary>
    public bool Answered { get; init; } = true;

    /// <summary>Time from question to answer; zero for a cached reply.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>True when the reply came from the reply cache or joined a query in flight.</summary>
    public bool Shared { get; init; }
}

/// <summary>Asks DNS blocklists. Implementations are thread-safe, never throw for DNS trouble and end every call within <c>timeout</c>.</summary>
public interface IDnsblResolver
{
    /// <summary>True while many questions wait to be sent: who can wait should, for a waiting question costs a kilobyte.</summary>
    bool IsBusy => false;

    /// <summary>Asks <paramref name="zone"/> (the real name) about <paramref name="client"/>, IPv4 or IPv6.</summary>
    ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken);
}
