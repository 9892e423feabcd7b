using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

public sealed class DnsblTableCompilerTests
{
    [Fact]
    public void Compile_SameZoneTwice_OneZoneWithBothRules()
    {
        var table = DnsblTableCompiler.Compile(new DnsblSettings
        {
            Sites =
            [
                new() { Zone = "c.test", Filter = "127.0.0.2", Weight = 1 },
                new() { Zone = "off.test", Enabled = false },
                new() { Zone = "C.test" },
                new() { Zone = "c.test", Filter = "127.0.0.10", Weight = 3, ReplyName = "public.test" },
                new() { Zone = "c.test", ReplyName = "late.test" },
            ],
        });

        Assert.Equal(["c.test/public.test/3", "C.test/C.test/1"], table.Zones.Select(z => $"{z.Name}/{z.DisplayName}/{z.Rules.Length}"));
        Assert.Equal([1, 3, 1], table.Zones[0].Rules.Select(r => r.Weight));
    }

    [Fact]
    public void Compile_BadFilter_NamesTheSite()
    {
        var error = Assert.Throws<ArgumentException>(() => DnsblTableCompiler.Compile(new DnsblSettings { Sites = [new() { Zone = "a.test", Filter = "127" }] }));
        Assert.StartsWith("Dnsbl.Sites[0].Filter: bad DNSBL filter syntax: need \".\"", error.Message, StringComparison.Ordinal);
    }
}
