using System.Collections.Immutable;
using System.Net;
using AdminPanel.Web.Hosting;
using DnsClient;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>Host names and their addresses, from the configured resolvers (<c>Screening:Resolvers</c>). Thread-safe.</summary>
internal interface IHostLookup
{
    /// <summary>
    /// The client's host name: its PTR record, and whether that name has the client's address, without which anybody could claim it.
    /// Null when there is none or no answer came within some seconds.
    /// </summary>
    Task<ClientHostName?> GetNameAsync(IPAddress client, CancellationToken cancellationToken);

    /// <summary>The addresses, IPv4 first; none with the reason, for the person who asked.</summary>
    Task<(ImmutableArray<IPAddress> Addresses, string? Problem)> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>What a PTR record says.</summary>
/// <param name="Name">The name, without the final dot; control characters replaced.</param>
/// <param name="IsConfirmed">The name has the client's address.</param>
internal sealed record ClientHostName(string Name, bool IsConfirmed);

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

    public async Task<ClientHostName?> GetNameAsync(IPAddress client, CancellationToken cancellationToken)
    {
        try
        {
            var reverse = await _client.Value.QueryReverseAsync(client, cancellationToken);
            if (reverse.Answers.PtrRecords().FirstOrDefault() is not { } record) return null;
            var name = record.PtrDomainName.Value.TrimEnd('.');
            if (name.Length == 0) return null;
            var (addresses, _) = await ResolveAsync(name, cancellationToken);
            return new ClientHostName(string.Concat(name.Select(static c => char.IsControl(c) ? '?' : c)), addresses.Contains(client));
        }
        catch (Exception e) when (e is DnsResponseException or ArgumentException or OverflowException)
        {
            // Nobody answered, or what was answered is no name.
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private string Resolvers => options.Resolvers.IsEmpty ? "the system's" : string.Join(", ", options.Resolvers);
}
