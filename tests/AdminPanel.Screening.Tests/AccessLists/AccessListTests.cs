using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using CsCheck;
using Xunit;

namespace AdminPanel.Screening.Tests.AccessLists;

public sealed class AccessListTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Decide_Default_PermitsMyNetworks()
    {
        var list = AccessListCompiler.Compile(new AccessSettings());
        Assert.Equal(new AccessDecision(AccessAction.Permit, "mynetworks", "permit_mynetworks (127.0.0.1)"), list.Decide(IPAddress.Loopback, s_now));
        Assert.Equal(new AccessDecision(AccessAction.Dunno, null, null), list.Decide(IPAddress.Parse("192.0.2.1"), s_now));
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.9.0.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("2001:db8::5", true)]
    public void Decide_MyNetworks_FirstMatchAndExclusion(string client, bool permitted)
    {
        var list = AccessListCompiler.Compile(new AccessSettings
        {
            MyNetworks = [.. new[] { "!10.9.0.0/16", "10.0.0.0/8", "[2001:db8::]/32" }.Select(p => new NetworkEntry { Pattern = p })],
        });
        Assert.Equal(permitted, list.Decide(IPAddress.Parse(client), s_now).Action == AccessAction.Permit);
    }

    [Fact]
    public void Decide_FirstMatchWins_AndSaysWhy()
    {
        var list = List(
            Entry("a", "198.51.100.7", AccessAction.Permit),
            Entry("b", "198.51.100.0/24", AccessAction.Reject) with { Reason = "open relays" },
            Entry("c", "198.51.100.9", AccessAction.Permit));
        Assert.Equal("permit 198.51.100.7", list.Decide(IPAddress.Parse("198.51.100.7"), s_now).Rule);
        Assert.Equal(new AccessDecision(AccessAction.Reject, "b", "reject 198.51.100.0/24 (open relays)"), list.Decide(IPAddress.Parse("::ffff:198.51.100.9"), s_now));
    }

    [Fact]
    public void Decide_DunnoInATable_LeavesThatTableOnly()
    {
        var list = List(
            Entry("a", "192.0.2.1", AccessAction.Dunno) with { Table = "cidr:/etc/postfix/one" },
            Entry("b", "192.0.2.0/24", AccessAction.Reject) with { Table = "cidr:/etc/postfix/one" },
            Entry("c", "192.0.2.0/28", AccessAction.Permit) with { Table = "cidr:/etc/postfix/two" });
        Assert.Equal("c", list.Decide(IPAddress.Parse("192.0.2.1"), s_now).EntryId);
        Assert.Equal("b", list.Decide(IPAddress.Parse("192.0.2.2"), s_now).EntryId);
    }

    [Fact]
    public void Decide_TopLevelDunno_Stops()
    {
        var list = List(
            new AccessEntry { Id = "stop", Kind = AccessEntryKind.Everyone, Action = AccessAction.Dunno },
            Entry("b", "192.0.2.0/24", AccessAction.Reject));
        Assert.Equal(new AccessDecision(AccessAction.Dunno, "stop", "dunno"), list.Decide(IPAddress.Parse("192.0.2.1"), s_now));
    }

    [Fact]
    public void Decide_Everyone_BothFamilies()
    {
        var list = List(new AccessEntry { Id = "all", Kind = AccessEntryKind.Everyone, Action = AccessAction.Reject });
        Assert.Equal("all", list.Decide(IPAddress.Parse("192.0.2.1"), s_now).EntryId);
        Assert.Equal("all", list.Decide(IPAddress.IPv6Loopback, s_now).EntryId);
    }

    [Fact]
    public void Decide_Within_AllConditionsMustMatch()
    {
        var list = List(Entry("a", "!192.0.2.128/25", AccessAction.Reject) with { Within = ["192.0.2.0/24", "!192.0.2.1"] });
        Assert.Equal("reject !192.0.2.128/25 within 192.0.2.0/24 within !192.0.2.1", list.Decide(IPAddress.Parse("192.0.2.2"), s_now).Rule);
        Assert.Null(list.Decide(IPAddress.Parse("192.0.2.1"), s_now).EntryId);
        Assert.Null(list.Decide(IPAddress.Parse("192.0.2.130"), s_now).EntryId);
        Assert.Null(list.Decide(IPAddress.Parse("192.0.3.1"), s_now).EntryId);
    }

    [Fact]
    public void Decide_ExpiredEntry_NextOneDecides()
    {
        var list = List(
            Entry("a", "192.0.2.1", AccessAction.Permit) with { Expires = s_now },
            Entry("b", "192.0.2.1", AccessAction.Reject));
        Assert.Equal("b", list.Decide(IPAddress.Parse("192.0.2.1"), s_now).EntryId);
        Assert.Equal("a", list.Decide(IPAddress.Parse("192.0.2.1"), s_now.AddSeconds(-1)).EntryId);
    }

    [Fact]
    public void Compile_BadPattern_NamesThePath()
    {
        var error = Assert.Throws<ArgumentException>(() => List(Entry("a", "192.0.2.1/24", AccessAction.Permit)));
        Assert.StartsWith("Access.Entries[0].Pattern: non-null host address bits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CompileAllowlistInterfaces_None_MeansAll()
    {
        Assert.Null(AccessListCompiler.CompileAllowlistInterfaces(new AccessSettings()));
        var some = AccessListCompiler.CompileAllowlistInterfaces(new AccessSettings { AllowlistInterfaces = ["!192.0.2.2", "192.0.2.0/24"] });
        Assert.NotNull(some);
        Assert.True(some.Contains(IPAddress.Parse("192.0.2.1")));
        Assert.False(some.Contains(IPAddress.Parse("192.0.2.2")));
    }

    [Fact]
    public void Decide_AnyList_AgreesWithLinearScan()
    {
        // Few distinct addresses and prefix lengths, so that entries overlap, repeat and shadow each other.
        var pattern = Gen.Select(Gen.Int[0, 15], Gen.Int[26, 32], Gen.Bool, Gen.Int[0, 4]).Select((host, bits, ipv6, negate) =>
        {
            var network = host & (0xFFFFFFFF << (32 - bits));
            return $"{(negate == 0 ? "!" : "")}{(ipv6 ? $"2001:db8::{network:x}/{bits + 96}" : $"192.0.2.{network}/{bits}")}";
        });
        var entry = Gen.Select(pattern, Gen.Enum<AccessAction>(), Gen.Int[0, 2], pattern.Array[0, 1], Gen.Int[0, 12], Gen.Int[0, 3]).Select((p, action, table, within, kind, expiry) =>
            new AccessEntry
            {
                Id = "",
                Kind = kind switch { 0 => AccessEntryKind.Everyone, 1 => AccessEntryKind.MyNetworks, _ => AccessEntryKind.Pattern },
                Pattern = p,
                Action = action,
                Table = table == 0 ? "" : $"t{table}",
                Within = [.. within],
                Expires = expiry == 0 ? s_now : null,
            });
        Gen.Select(entry.Array[0, 20], pattern.Array[0, 3], Gen.Int[0, 17], Gen.Bool).Sample((entries, networks, host, ipv6) =>
        {
            var settings = new AccessSettings
            {
                Entries = [.. entries.Select((e, i) => e with { Id = $"{i}" })],
                MyNetworks = [.. networks.Select(n => new NetworkEntry { Pattern = n })],
            };
            var client = IPAddress.Parse(ipv6 ? $"2001:db8::{host:x}" : $"192.0.2.{host}");
            Assert.Equal(Naive(settings, client), AccessListCompiler.Compile(settings).Decide(client, s_now).EntryId);
        });
    }

    private static string? Naive(AccessSettings settings, IPAddress client)
    {
        for (var i = 0; i < settings.Entries.Length; i++)
        {
            var entry = settings.Entries[i];
            if (entry.Expires <= s_now || entry.Within.Any(w => !Read(w).Matches(client))) continue;
            if (entry.Kind == AccessEntryKind.Pattern && !Read(entry.Pattern).Matches(client)) continue;
            if (entry.Kind == AccessEntryKind.MyNetworks)
            {
                var first = settings.MyNetworks.Select(n => Read(n.Pattern)).FirstOrDefault(n => n.Contains(client));
                if (first is null || first.Negated) continue;
                return entry.Id;
            }

            if (entry.Action != AccessAction.Dunno || entry.Table.Length == 0) return entry.Id;
            while (i + 1 < settings.Entries.Length && settings.Entries[i + 1].Table == entry.Table) i++;
        }

        return null;
    }

    private static AddressPattern Read(string text)
    {
        Assert.True(AddressPattern.TryParse(text, out var pattern, out var error), error);
        return pattern;
    }

    private static AccessEntry Entry(string id, string pattern, AccessAction action) => new() { Id = id, Pattern = pattern, Action = action };

    private static AccessList List(params AccessEntry[] entries) => AccessListCompiler.Compile(new AccessSettings { Entries = [.. entries] });
}
