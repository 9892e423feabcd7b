using System.Net;
using AdminPanel.Postfix.Catalogue;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Dnsbl;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Tests.Features.Support;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.Dnsbl;

public sealed class SickListPageTests
{
    private static readonly ScreeningSettings Settings = new()
    {
        Dnsbl = new() { Sites = [new() { Zone = "bl.example", Weight = 3 }, new() { Zone = "k3y.zen.dq.spamhaus.net", ReplyName = "zen.dq.spamhaus.net" }, new() { Zone = "dnsbl.sorbs.net" }, new() { Zone = "new.example", Weight = 0 }] },
    };

    [Fact]
    public async Task DnsblPage_SuspendedDeadAndWatchedLists_SaysWhichAndWhy()
    {
        await using var context = await SickAsync();

        var page = context.Render<DnsblPage>();

        page.WaitForAssertion(() => Assert.Equal(["suspended", "suspended", "dead", "watched"], page.FindAll("td.c-state .chip").Select(chip => chip.TextContent)));
        Assert.Contains("answered 127.255.255.254", page.FindAll("tr.trouble")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("no longer in service since 2024-06-05", page.FindAll("tr.trouble")[2].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("k3y", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListTroubles_SickLists_AreNamedWithWhatToDo()
    {
        await using var context = await SickAsync();

        var card = context.Render<ListTroubles>();

        Assert.Equal(["dead", "suspended", "suspended"], card.FindAll(".chip").Select(chip => chip.TextContent).Take(3));
        Assert.Contains("Remove it.", card.FindAll("li")[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("k3y", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListTroubles_AllWell_ShowsNothing()
    {
        await using var context = await PanelContext.CreateAsync();

        Assert.Equal("", context.Render<ListTroubles>().Markup.Trim());
    }

    [Fact]
    public void Split_EntryForSeveralAnswers_GivesOnePerAnswerThatItsFilterTakes()
    {
        var site = new DnsblSite { Zone = "zen.spamhaus.org", Filter = "127.0.0.[2..4]", Weight = 3 };
        var before = new ScreeningSettings { Dnsbl = new() { Sites = [new() { Zone = "a.example" }, site] } };

        var after = DnsblDraft.Split(before, DnsblSiteKey.Of(before.Dnsbl.Sites, 1), DnsblDraft.CodesOf(site));

        Assert.Equal([(null, 1), ("127.0.0.2", 3), ("127.0.0.3", 3), ("127.0.0.4", 3)], after.Dnsbl.Sites.Select(s => (s.Filter, s.Weight)));
    }

    [Fact]
    public void Use_EveryPreset_PassesTheRulesWithoutRemarkAndKeepsWithinTheTerms()
    {
        Assert.Equal(["cautious", "usual", "strict"], DnsblPreset.All.Select(preset => preset.Name));
        foreach (var preset in DnsblPreset.All)
        {
            var settings = DnsblDraft.Use(new ScreeningSettings(), preset);

            Assert.Empty(SettingsRules.Check(settings).Concat(DnsblCatalogue.Check(settings)).Select(problem => problem.Message));
            Assert.All(settings.Dnsbl.Sites, site => Assert.Null(DnsblCatalogue.FindDead(site.Zone)));
            Assert.Equal(285_000, settings.Dnsbl.Sites.First(site => site.Zone == "zen.spamhaus.org").DailyBudget);
        }
    }

    [Fact]
    public void TryRead_KeyedList_PutsTheKeyIntoTheZoneAndHidesIt()
    {
        var form = new SiteForm { KeyTemplate = "{KEY}.zen.dq.spamhaus.net", Key = " abc123 ", Budget = "5000" };

        var site = form.TryRead(out var problems);

        Assert.Empty(problems);
        Assert.Equal(("abc123.zen.dq.spamhaus.net", "zen.dq.spamhaus.net", 5_000), (site!.Zone, site.ReplyName, site.DailyBudget));
        Assert.Equal("", SiteForm.Of(site).Key);
        Assert.Equal(site.Zone, SiteForm.Of(site).TryRead(out _)!.Zone);
    }

    [Theory]
    [InlineData("", "", "Key")]
    [InlineData("two words", "", "Key")]
    [InlineData("abc", "0", "Budget")]
    [InlineData("abc", "many", "Budget")]
    public void TryRead_BadKeyOrBudget_IsSaidAtItsField(string key, string budget, string field)
    {
        var site = new SiteForm { KeyTemplate = "{KEY}.zen.dq.spamhaus.net", Key = key, Budget = budget }.TryRead(out var problems);

        Assert.Null(site);
        Assert.Equal([field], problems.Keys);
    }

    private static async Task<PanelContext> SickAsync()
    {
        var context = await PanelContext.CreateAsync(Settings, add: services => services.AddSingleton<IDnsblResolver>(new Refusing()));
        var watch = context.Services.GetRequiredService<DnsblWatch>();
        watch.Apply(DnsblWatchPlanner.Plan(Settings));
        foreach (var zone in new[] { "bl.example", "k3y.zen.dq.spamhaus.net" })
        {
            await watch.TestAsync(zone, []);
            await watch.TestAsync(zone, []);
        }

        return context;
    }

    private sealed class Refusing : IDnsblResolver
    {
        public ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new DnsblReply { Outcome = DnsblOutcome.Error, Trouble = DnsblTrouble.Refused, Error = "answered 127.255.255.254: the list refuses queries through a public resolver" });
    }
}
