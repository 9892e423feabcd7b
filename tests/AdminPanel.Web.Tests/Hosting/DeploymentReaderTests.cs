using AdminPanel.Screening.Handoff;
using AdminPanel.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AdminPanel.Web.Tests.Hosting;

public sealed class DeploymentReaderTests
{
    [Fact]
    public void Read_Nothing_HasTheDefaults()
    {
        var (options, problems) = Read();

        Assert.Empty(problems);
        Assert.Equal("127.0.0.1:2525", Assert.Single(options!.Listen).ToString());
        Assert.IsType<HandoffTarget.None>(options.Handoff);
        Assert.Empty(options.Resolvers);
        Assert.Equal(Path.Combine(options.DataDirectory, "logs", "maillog"), options.MailLog);
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var (options, problems) = Read(
            ("DataDirectory", "/srv/panel"), ("Screening:Listen:0", "0.0.0.0:25"), ("Screening:Listen:1", "[::]:25"),
            ("Screening:HandOff", "proxy:mail.example:10025"), ("Screening:Resolvers:0", "127.0.0.1"), ("Screening:Resolvers:1", "[::1]:5353"),
            ("Screening:MailLog", "/var/log/panel.log"));

        Assert.Empty(problems);
        Assert.Equal(["0.0.0.0:25", "[::]:25"], options!.Listen.Select(e => e.ToString()));
        Assert.Equal("proxy:mail.example:10025", options.Handoff.ToString());
        Assert.Equal(["127.0.0.1:53", "[::1]:5353"], options.Resolvers.Select(e => e.ToString()));
        Assert.Equal("/var/log/panel.log", options.MailLog);
    }

    [Theory]
    [InlineData("Screening:Listen:0", "25", "Screening:Listen:0: \"25\" is not an address and port")]
    [InlineData("Screening:Listen:0", "127.0.0.1", "Screening:Listen:0: \"127.0.0.1\" is not an address and port")]
    [InlineData("Screening:Listen:0", "::1:25", "Screening:Listen:0: \"::1:25\" is not an address and port")]
    [InlineData("Screening:Listen:0", "0.0.0.0:587", "0.0.0.0:587 is a submission port")]
    [InlineData("Screening:Listen:0", "[::]:465", "[::]:465 is a submission port")]
    [InlineData("Screening:HandOff", "smtp:127.0.0.1", "Screening:HandOff: ")]
    [InlineData("Screening:HandOff", "pass:private/smtpd", "must be absolute")]
    [InlineData("Screening:Resolvers:0", "dns.example", "Screening:Resolvers:0: \"dns.example\" is not an address and port")]
    [InlineData("Screening:HandOf", "none", "Screening:HandOf: no such setting")]
    [InlineData("KnownProxies:0", "10", "KnownProxies:0: \"10\" is not an address or network")]
    [InlineData("KnownProxies:0", "10.0.0.0/33", "is not an address or network")]
    [InlineData("History:RetentionDays", "0", "History:RetentionDays: \"0\" is not a whole number of at least 1")]
    public void Read_BadValue_NamesTheKey(string key, string value, string expected)
    {
        var (options, problems) = Read((key, value));

        Assert.Null(options);
        Assert.Contains(expected, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_KnownProxies_AreBelievedInsteadOfLoopback()
    {
        var data = Directory.CreateTempSubdirectory("adminpanel-web-");
        var app = PanelHost.Build([$"--DataDirectory={data.FullName}", "--KnownProxies:0=192.0.2.7", "--KnownProxies:1=10.0.0.0/8"], forCommand: true);

        var forwarded = app.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;

        Assert.Equal(["192.0.2.7/32", "10.0.0.0/8"], forwarded.KnownIPNetworks.Select(n => n.ToString()));
        Assert.Empty(forwarded.KnownProxies);
        ((IDisposable)app).Dispose();
        data.Delete(recursive: true);
    }

    [Fact]
    public void Read_ManyBadValues_ReportsAll()
    {
        var (_, problems) = Read(("Screening:Listen:0", "x"), ("Screening:HandOff", "y"), ("Screening:Resolvers:0", "z"));

        Assert.Equal(3, problems.Length);
    }

    private static (AdminPanelOptions? Options, System.Collections.Immutable.ImmutableArray<string> Problems) Read(params (string Key, string Value)[] keys) =>
        DeploymentReader.Read(new ConfigurationBuilder().AddInMemoryCollection(keys.Select(k => KeyValuePair.Create(k.Key, (string?)k.Value))).Build());
}
