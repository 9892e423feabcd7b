using System.Net;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Features.Lookup;
using AdminPanel.Web.Tests.Features.History;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.Lookup;

public sealed class LookupPageTests : PagesContext
{
    private static readonly IPAddress Client = IPAddress.Parse("198.51.100.7");
    private static readonly ScreeningSettings Settings = new()
    {
        Dnsbl = new DnsblSettings { Threshold = 3, Action = ScreeningAction.Enforce, Sites = [new DnsblSite { Zone = "bl.example", Weight = 5 }, new DnsblSite { Zone = "quiet.example" }] },
    };

    private readonly TemporaryAllowlist _allowlist;
    private readonly Lists _lists;

    public LookupPageTests()
        : this(new TemporaryAllowlist(), new Lists())
    {
    }

    private LookupPageTests(TemporaryAllowlist allowlist, Lists lists)
        : base(services => services.AddSingleton(new SettingsSource(ScreeningSnapshot.Compile(3, Settings))).AddSingleton(allowlist).AddSingleton<IDnsblResolver>(lists).AddSingleton<IHostLookup>(new Hosts())) =>
        (_allowlist, _lists) = (allowlist, lists);

    [Fact]
    public void Render_WithoutAddress_AsksForOne()
    {
        Assert.Contains("Which client?", Render<LookupPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Nonsense_SaysWhyAndAsksNobody()
    {
        var page = Open("no address");

        page.WaitForAssertion(() => Assert.Contains("neither an IPv4 or IPv6 address nor a host name", page.Find(".field-error").TextContent, StringComparison.Ordinal));
        Assert.Equal(0, _lists.Asked);
    }

    [Fact]
    public async Task Render_ListedClient_ShowsEachListTheRankAndWhatItDidBefore()
    {
        await RecordAsync(Verdicts.Listed(Client.ToString(), DateTimeOffset.UtcNow), Verdicts.Pass("192.0.2.1", DateTimeOffset.UtcNow));

        var page = Open(Client.ToString());

        page.WaitForAssertion(() => Assert.Contains("would be rejected", page.Find(".answer h2").TextContent, StringComparison.Ordinal));
        Assert.Equal(["bl.example", "quiet.example"], page.FindAll(".step-lists tbody td:first-child").Select(td => td.TextContent));
        Assert.Equal("127.0.0.4", page.Find(".step-lists tbody td:nth-child(3)").TextContent);
        Assert.Equal("+5", page.Find(".step-lists tbody td:nth-child(4)").TextContent);
        page.WaitForAssertion(() => Assert.Equal(Client.ToString(), page.FindAll(".past .c-client .mono").Single().TextContent));
    }

    [Fact]
    public void Render_WhileListsAreAsked_ShowsThatItAsks()
    {
        var gate = new TaskCompletionSource();
        _lists.Gate = gate.Task;

        var page = Open(Client.ToString());

        page.WaitForAssertion(() => Assert.Contains("Asking 2 lists", page.Markup, StringComparison.Ordinal));
        gate.SetResult();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".answer")));
    }

    [Fact]
    public void Render_HistoryFails_StillAnswers()
    {
        Faults.Fail = true;

        var page = Open(Client.ToString());

        page.WaitForAssertion(() => Assert.Contains("disk I/O error", page.Find(".past [role=alert]").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".answer")));
    }

    [Fact]
    public async Task Remove_KnownClient_ForgetsItWithAnAuditLineAndCanBeUndone()
    {
        var until = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds();
        _allowlist.Store(Client, new ExpiryStamps(until, until, until, until, until));
        var page = Open(Client.ToString());
        page.WaitForAssertion(() => Assert.Contains("PASS OLD", page.Find(".answer h2").TextContent, StringComparison.Ordinal));

        page.Click(".steps .btn-danger");

        page.WaitForAssertion(() => Assert.Contains("would be rejected", page.Find(".answer h2").TextContent, StringComparison.Ordinal));
        Assert.False(_allowlist.TryGet(Client, out _));
        var entry = (await Audit.ListAsync(null, 10, null, Cancellation))[0];
        Assert.Equal(("admin", "removed from temporary allowlist", Client.ToString()), (entry.Who, entry.What, entry.Path));

        page.Click(".outcome button");
        page.WaitForAssertion(() => Assert.True(_allowlist.TryGet(Client, out _)));
    }

    [Fact]
    public void Render_ForViewer_HasNoRemovalAndNoAllow()
    {
        Authorization.SetAuthorized("ann").SetRoles("viewer").SetPolicies();
        var until = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds();
        _allowlist.Store(Client, new ExpiryStamps(until, until, until, until, until));

        var page = Open(Client.ToString());

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".stamps")));
        Assert.Empty(page.FindAll(".btn-danger"));
    }

    [Fact]
    public void Render_NameWithOneAddress_LooksThatUp()
    {
        var page = Open("one.example.org.");

        page.WaitForAssertion(() => Assert.Contains("one.example.org is 198.51.100.7", page.Find(".asof").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Render_NameWithSeveralAddresses_OffersThemAndAsksNoList()
    {
        var page = Open("two.example.org");

        page.WaitForAssertion(() => Assert.Equal(
            ["/lookup?address=198.51.100.7", "/lookup?address=2001%3Adb8%3A%3A7"], page.FindAll(".addresses a").Select(a => a.GetAttribute("href"))));
        Assert.Equal(0, _lists.Asked);
    }

    [Fact]
    public void Render_NameWithoutAddress_SaysWhy()
    {
        var page = Open("none.example.org");

        page.WaitForAssertion(() => Assert.Contains("none.example.org has no address", page.Find(".field-error").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RemoveAll_SaysWhatWillHappenFirstAndCanBeUndone()
    {
        var until = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds();
        foreach (var address in (string[])["192.0.2.1", "192.0.2.2"]) _allowlist.Store(IPAddress.Parse(address), new ExpiryStamps(until, until, until, until, until));
        var page = Open(Client.ToString());

        page.Click(".all button");
        page.WaitForAssertion(() => Assert.Contains("All 2 clients are tested again", page.Find(".all").TextContent, StringComparison.Ordinal));
        Assert.Equal(2, _allowlist.Count);
        page.Click(".all .btn-danger");

        page.WaitForElement(".outcome button");
        Assert.Equal(0, _allowlist.Count);
        Assert.Equal("emptied temporary allowlist", (await Audit.ListAsync(null, 10, null, Cancellation))[0].What);
        page.Click(".outcome button");
        page.WaitForAssertion(() => Assert.Equal(2, _allowlist.Count));
    }

    private AuditLog Audit => Services.GetRequiredService<AuditLog>();

    private IRenderedComponent<LookupPage> Open(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/lookup?address={Uri.EscapeDataString(address)}");
        return Render<LookupPage>();
    }

    [Theory]
    [InlineData("198.51.100.7", "one.example.org", null)]
    [InlineData("2001:db8::7", "two.example.org", "unconfirmed")]
    public void LookupPage_ClientWithAName_TellsItAndWhetherItIsConfirmed(string client, string name, string? mark)
    {
        var page = Open(client);

        page.WaitForAssertion(() => Assert.Equal(name, page.Find(".host-name .mono").TextContent));
        Assert.Equal(mark, page.FindAll(".host-name .chip").SingleOrDefault()?.TextContent);
    }

    private sealed class Hosts : IHostLookup
    {
        public Task<ClientHostName?> GetNameAsync(IPAddress client, CancellationToken cancellationToken) =>
            Task.FromResult<ClientHostName?>(client.Equals(Client) ? new("one.example.org", true) : new("two.example.org", false));

        public Task<(System.Collections.Immutable.ImmutableArray<IPAddress> Addresses, string? Problem)> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<(System.Collections.Immutable.ImmutableArray<IPAddress>, string?)>(host switch
        {
            "one.example.org" => ([Client], null),
            "two.example.org" => ([Client, IPAddress.Parse("2001:db8::7")], null),
            _ => ([], $"{host} has no address."),
        });
    }

    private sealed class Lists : IDnsblResolver
    {
        public Task Gate { get; set; } = Task.CompletedTask;

        public int Asked { get; private set; }

        public async ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken)
        {
            Asked++;
            await Gate;
            return zone == "bl.example"
                ? new DnsblReply { Outcome = DnsblOutcome.Listed, Addresses = [0x7f000004], Latency = TimeSpan.FromMilliseconds(12) }
                : new DnsblReply { Outcome = DnsblOutcome.NotListed, Latency = TimeSpan.FromMilliseconds(3) };
        }
    }
}
