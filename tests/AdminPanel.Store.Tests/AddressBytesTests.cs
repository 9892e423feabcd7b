using System.Net;

namespace AdminPanel.Store.Tests;

public sealed class AddressBytesTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.77/24", "192.0.2.0", "192.0.2.255")]
    [InlineData("0.0.0.0/0", "0.0.0.0", "255.255.255.255")]
    [InlineData("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("[2001:db8::1]", "2001:db8::1", "2001:db8::1")]
    [InlineData("[2001:db8::1]/128", "2001:db8::1", "2001:db8::1")]
    public void TryRange_AddressOrNetwork_GivesItsEnds(string text, string first, string last)
    {
        Assert.True(AddressBytes.TryRange(text, out var from, out var to));

        Assert.Equal(IPAddress.Parse(first), AddressBytes.ToAddress(from));
        Assert.Equal(IPAddress.Parse(last), AddressBytes.ToAddress(to));
    }

    [Theory]
    [InlineData("10")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("mail.example")]
    [InlineData("")]
    public void TryRange_AnythingElse_IsRefused(string text) => Assert.False(AddressBytes.TryRange(text, out _, out _));
}
