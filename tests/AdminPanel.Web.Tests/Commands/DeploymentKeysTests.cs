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
}
