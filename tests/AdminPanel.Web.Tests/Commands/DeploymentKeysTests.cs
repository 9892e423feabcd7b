using AdminPanel.Web.Commands;

namespace AdminPanel.Web.Tests.Commands;

public sealed class DeploymentKeysTests
{
    [Fact]
    public void Split_KeysAmongOptions_GoApartInAnyOrder()
    {
        var (keys, others) = DeploymentKeys.Split(["--DataDirectory=/x", "user", "add", "jo", "--role=admin", "--Screening:HandOff=proxy:h:25", "--json", "-h"]);

        Assert.Equal(["--DataDirectory=/x", "--Screening:HandOff=proxy:h:25"], keys);
        Assert.Equal(["user", "add", "jo", "--role=admin", "--json", "-h"], others);
    }

    [Theory]
    [InlineData("--DataDir=/x", "--DataDir: no such key; did you mean --DataDirectory?")]
    [InlineData("--Url=http://127.0.0.1:1", "--Url: no such key; did you mean --Urls?")]
    [InlineData("--Handoff=none", "--Handoff: no such key; did you mean --Screening:HandOff?")]
    [InlineData("--Screning:Listen:0=127.0.0.1:25", "--Screning:Listen:0: no such key; did you mean --Screening:Listen?")]
    public void Refusals_UnknownKey_NamesTheNearest(string key, string expected) => Assert.Equal([expected], DeploymentKeys.Refusals([key]));

    [Fact]
    public void Refusals_KnownKeys_AreTaken() => Assert.Empty(DeploymentKeys.Refusals(
        ["--datadirectory=/x", "--urls=http://127.0.0.1:1", "--Screening:Listen:0=x", "--Logging:LogLevel:Default=Warning", "--KnownProxies:0=::1", "--environment=Production"]));

    [Fact]
    public async Task RunAsync_UnknownKey_IsRefused() => Assert.Equal(1, await PanelCommands.RunAsync(["run", "--DataDir=/nowhere"]));
}
