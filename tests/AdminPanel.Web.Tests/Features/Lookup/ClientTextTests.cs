using AdminPanel.Web.Features.Lookup;

namespace AdminPanel.Web.Tests.Features.Lookup;

public sealed class ClientTextTests
{
    [Theory]
    [InlineData(" 192.0.2.1 ", "192.0.2.1")]
    [InlineData("[192.0.2.1]:40112", "192.0.2.1")]
    [InlineData("[2001:DB8:0:0::1]", "2001:db8::1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    public void Problem_Address_IsRead(string text, string expected)
    {
        Assert.Null(ClientText.Problem(text, out var client));
        Assert.Equal(expected, client!.ToString());
    }

    [Theory]
    [InlineData("192.0.2.0/24", "is a network")]
    [InlineData("mail.example.org", "neither an IPv4 or IPv6 address nor a host name")]
    [InlineData("1", "neither an IPv4 or IPv6 address nor a host name")]
    [InlineData("[", "neither an IPv4 or IPv6 address nor a host name")]
    public void Problem_NoAddress_SaysWhy(string text, string why)
    {
        Assert.Contains(why, ClientText.Problem(text, out var client), StringComparison.Ordinal);
        Assert.Null(client);
    }
}
