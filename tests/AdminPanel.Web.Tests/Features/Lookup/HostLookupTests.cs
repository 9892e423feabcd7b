using System.Net;
using AdminPanel.Web.Demo;
using AdminPanel.Web.Features.Lookup;
using AdminPanel.Web.Hosting;

namespace AdminPanel.Web.Tests.Features.Lookup;

/// <summary>Host names from a real name server: the demonstration's.</summary>
public sealed class HostLookupTests : IDisposable
{
    private readonly DemoDnsServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("127.10.2.1", "h-127-10-2-1.north-ferry.example")]
    [InlineData("127.20.3.4", "h-127-20-3-4.dyn.example")]
    [InlineData("127.40.3.4", null)]
    public async Task GetNameAsync_ClientOfTheDemonstration_IsItsConfirmedName(string client, string? name)
    {
        var found = await new HostLookup(new AdminPanelOptions { DataDirectory = "", MailLog = "", Resolvers = [_server.EndPoint] }).GetNameAsync(IPAddress.Parse(client), TestContext.Current.CancellationToken);

        Assert.Equal(name is null ? null : new ClientHostName(name, true), found);
    }
}
