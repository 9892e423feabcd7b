using System.Collections.Immutable;
using System.Net;
using AdminPanel.Web.Features.Lookup;

namespace AdminPanel.Web.Tests.Features.Support;

/// <summary>A DNS in which nothing has a name.</summary>
internal sealed class NamelessHosts : IHostLookup
{
    public Task<ClientHostName?> GetNameAsync(IPAddress client, CancellationToken cancellationToken) => Task.FromResult<ClientHostName?>(null);

    public Task<(ImmutableArray<IPAddress> Addresses, string? Problem)> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult<(ImmutableArray<IPAddress>, string?)>(([], $"{host} has no address."));
}
