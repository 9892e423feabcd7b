using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using DnsClient;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>What a made-up name tells about a resolver.</summary>
public enum ResolverManner
{
    /// <summary>It says that the name does not exist, or refuses to say.</summary>
    Honest,

    /// <summary>It invents an address: every client looks listed, or every list looks parked.</summary>
    Rewrites,

    /// <summary>It does not answer.</summary>
    Silent,
}

/// <summary>What one resolver was found to do.</summary>
/// <param name="EndPoint">The resolver.</param>
/// <param name="Manner">What it did.</param>
/// <param name="PublicService">The public service it belongs to; null for others.</param>
/// <param name="Invented">The address it invented.</param>
/// <param name="At">When it was asked, UTC.</param>
public sealed record ResolverFinding(IPEndPoint EndPoint, ResolverManner Manner, string? PublicService, IPAddress? Invented, DateTimeOffset At);

/// <summary>Asks resolvers for names that nobody owns, and whether a list's domain exists. Keeps no cache; thread-safe; never throws for DNS trouble.</summary>
/// <param name="resolvers">The resolvers, in order.</param>
/// <param name="time">The clock.</param>
public sealed class ResolverProbe(ImmutableArray<IPEndPoint> resolvers, TimeProvider? time = null) : IZoneLookup
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Asks every resolver for made-up names.</summary>
    public async Task<ImmutableArray<ResolverFinding>> AskAsync(CancellationToken cancellationToken) =>
        [.. await Task.WhenAll(resolvers.Select(resolver => AskAsync(resolver, cancellationToken))).ConfigureAwait(false)];

    /// <inheritdoc/>
    public async Task<bool?> ExistsAsync(string zone, CancellationToken cancellationToken)
    {
        if (resolvers.IsDefaultOrEmpty) return null;
        var client = new LookupClient(Options([.. resolvers]));
        foreach (var type in (QueryType[])[QueryType.SOA, QueryType.NS])
        {
            var reply = await QueryAsync(client, zone, type, cancellationToken).ConfigureAwait(false);
            if (reply is null) continue;
            if (reply.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain) return false;
            if (reply.Header.ResponseCode == DnsHeaderResponseCode.NoError) return true;
        }

        return null;
    }

    private async Task<ResolverFinding> AskAsync(IPEndPoint resolver, CancellationToken cancellationToken)
    {
        var client = new LookupClient(Options([resolver]));
        var (answered, invented) = (false, (IPAddress?)null);

        // Some leave .invalid alone, which RFC 6761 reserves, and rewrite what looks like a typing error of a web address.
        foreach (var name in (string[])[$"{RandomLabel()}.invalid", $"www.{RandomLabel()}.com"])
        {
            var reply = await QueryAsync(client, name, QueryType.A, cancellationToken).ConfigureAwait(false);
            answered |= reply is not null;
            invented ??= reply?.Answers.ARecords().FirstOrDefault()?.Address;
        }

        var manner = invented is not null ? ResolverManner.Rewrites : answered ? ResolverManner.Honest : ResolverManner.Silent;
        return new ResolverFinding(resolver, manner, PublicResolvers.NameOf(resolver.Address), invented, _time.GetUtcNow());
    }

    private static async Task<IDnsQueryResponse?> QueryAsync(LookupClient client, string name, QueryType type, CancellationToken cancellationToken)
    {
        try
        {
            return await client.QueryAsync(name, type, QueryClass.IN, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DnsResponseException or ArgumentException && !cancellationToken.IsCancellationRequested)
        {
            // No answer in time, or a name that is none: nothing is known.
            return null;
        }
    }

    private static LookupClientOptions Options(IPEndPoint[] servers) => new(servers)
    {
        UseCache = false,
        Timeout = s_patience,
        Retries = 1,
        ThrowDnsErrors = false,
        ContinueOnDnsError = true,
        UseRandomNameServer = false,
    };

    private static string RandomLabel() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 24);
}
