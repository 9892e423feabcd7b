using System.Collections.Immutable;
using System.Net;
using AdminPanel.Web.Hosting;
using DnsClient;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>The addresses of a host name, from the configured resolvers (<c>Screening:Resolvers</c>). Thread-safe.</summary>
internal interface IHostLookup
{
    /// <summary>The addresses, IPv4 first; none with the reason, for the person who asked.</summary>
    Task<(ImmutableArray<IPAddress> Addresses, string? Problem)> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <inheritdoc cref="IHostLookup"/>
internal sealed class HostLookup(AdminPanelOptions options) : IHostLookup
{
    private readonly Lazy<LookupClient> _client = new(() => new LookupClient(new LookupClientOptions([.. options.Resolvers])
    {
        AutoResolveNameServers = options.Resolvers.IsEmpty,
        Timeout = TimeSpan.FromSeconds(3),
        Retries = 1,
        UseCache = false,
        ThrowDnsErrors = false,
        ContinueOnDnsError = false,
    }));

    public async Task<(ImmutableArray<IPAddress> Addresses, string? Problem)> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var answers = await Task.WhenAll(
                _client.Value.QueryAsync(host, QueryType.A, cancellationToken: cancellationToken),
                _client.Value.QueryAsync(host, QueryType.AAAA, cancellationToken: cancellationToken));
            ImmutableArray<IPAddress> addresses = [.. answers.SelectMany(static answer => answer.Answers.AddressRecords()).Select(static record => record.Address).Distinct()];
            if (!addresses.IsEmpty) return (addresses, null);
            var failed = answers.FirstOrDefault(static answer => answer.HasError);
            return ([], failed is null ? $"{host} has no address." : $"{host} has no address: the resolver says \"{failed.ErrorMessage}\".");
        }
        catch (DnsResponseException failure)
        {
            return ([], $"{host} could not be resolved: {failure.DnsError}. Is the resolver ({Resolvers}) reachable?");
        }
    }

    private string Resolvers => options.Resolvers.IsEmpty ? "the system's" : string.Join(", ", options.Resolvers);
}
