using System.Collections.Immutable;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Screening.Tests.Settings;

public sealed class SettingsRulesTests
{
    private static readonly ScreeningSettings s_defaults = new();

    [Fact]
    public void Check_Defaults_Nothing() => Assert.Equal([], SettingsRules.Check(s_defaults));

    [Fact]
    public void Check_EveryMinimumBroken_AllNamedAtOnce()
    {
        var broken = new ScreeningSettings
        {
            Greet = new() { Wait = new(TimeSpan.FromSeconds(6), TimeSpan.Zero), Ttl = TimeSpan.Zero },
            Dnsbl = new() { Threshold = 0, MinTtl = TimeSpan.Zero, MaxTtl = TimeSpan.Zero, Timeout = TimeSpan.FromMilliseconds(1500) },
            Protocol = new()
            {
                Pipelining = new() { Ttl = TimeSpan.Zero },
                NonSmtpCommand = new() { Ttl = TimeSpan.Zero },
                BareNewline = new() { Ttl = TimeSpan.Zero },
                CommandTimeLimit = StressTime.Always(TimeSpan.Zero),
                CommandCountLimit = 0,
                LineLengthLimit = 511,
                MessageSizeLimit = -1,
            },
            Limits = new() { ClientConnectionCount = -1, PreQueue = 9, PostQueue = 4 },
            Allowlist = new() { CleanupInterval = TimeSpan.FromSeconds(-1), RetentionTime = TimeSpan.Zero },
        };

        var errors = SettingsRules.Check(broken).Where(problem => problem.Severity == ProblemSeverity.Error).ToList();

        Assert.Equal(
            [
                "Greet.Wait", "Greet.Ttl", "Dnsbl.Threshold", "Dnsbl.MinTtl", "Dnsbl.MaxTtl", "Dnsbl.Timeout", "Protocol.Pipelining.Ttl",
                "Protocol.NonSmtpCommand.Ttl", "Protocol.BareNewline.Ttl", "Protocol.CommandTimeLimit", "Protocol.CommandCountLimit",
                "Protocol.LineLengthLimit", "Protocol.MessageSizeLimit", "Limits.ClientConnectionCount", "Limits.PreQueue", "Limits.PostQueue",
                "Allowlist.CleanupInterval", "Allowlist.RetentionTime",
            ],
            errors.Select(problem => problem.Path));
        Assert.All(errors, problem => Assert.Contains(SettingsDescription.Parameter(problem.Path), problem.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Call us about $client_address, ${server_name?{$localtime}:{x}} or $$5.", null)]
    [InlineData("fine\\nAsk ${client_address", "truncated macro reference")]
    [InlineData("Only $5", "there is no macro named 5;")]
    [InlineData("100$", "empty macro name")]
    public void Check_FooterMacros_WarnedAboutBeforeAnybodyGetsThem(string footer, string? expected)
    {
        var found = SettingsRules.Check(s_defaults with { Protocol = new() { RejectFooter = footer } });

        Assert.Equal(expected is null ? 0 : 1, found.Length);
        Assert.All(found, problem => Assert.True(problem.Severity == ProblemSeverity.Warning && problem.Message.Contains(expected!, StringComparison.Ordinal), problem.Message));
    }

    [Fact]
    public void Check_FooterOfManyLines_LimitedByLine()
    {
        var line = new string('x', 1_000);

        Assert.Equal([], SettingsRules.Check(s_defaults with { Protocol = new() { RejectFooter = $"{line}\\n{line}" } }));
        Assert.False(SettingsRules.CanPublish(SettingsRules.Check(s_defaults with { Protocol = new() { RejectFooter = line + line } })));
    }

    [Theory]
    [InlineData("mx.example.com", true)]
    [InlineData("", true)]
    [InlineData("mx example", false)]
    [InlineData("-mx.example.com", false)]
    [InlineData("mx..example.com", false)]
    public void Check_Hostname_HostNameOrEmpty(string name, bool good) =>
        Assert.Equal(good, SettingsRules.CanPublish(SettingsRules.Check(s_defaults with { Server = new() { Hostname = name } })));

    [Fact]
    public void Check_BannerWithLineBreakAndUnknownMacro_ErrorAndWarning()
    {
        var problems = SettingsRules.Check(s_defaults with { Server = new() { Banner = "$myhostname ESMTP\n" }, Greet = new() { Banner = "wait $mydomain" } });

        Assert.Contains(problems, problem => problem is { Path: "Server.Banner", Severity: ProblemSeverity.Error });
        Assert.Contains(problems, problem => problem is { Path: "Greet.Banner", Severity: ProblemSeverity.Warning } && problem.Message.Contains("$mydomain", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bad zone", null, "Dnsbl.Sites[0].Zone")]
    [InlineData("", null, "Dnsbl.Sites[0].Zone")]
    [InlineData("a.test", "127.0.0", "Dnsbl.Sites[0].Filter")]
    [InlineData("a.test", "", "Dnsbl.Sites[0].Filter")]
    public void Check_BadSite_NamesThePart(string zone, string? filter, string path) =>
        Assert.Contains(Check(new DnsblSite { Zone = zone, Filter = filter }), problem => problem.Path == path && problem.Severity == ProblemSeverity.Error);

    [Fact]
    public void Check_SameFilterSpelledTwice_Warning() => Assert.Contains(
        Check(new() { Zone = "a.test", Filter = "127.0.0.[2..3]" }, new() { Zone = "a.test", Filter = "127.0.0.[2;3]" }),
        problem => problem is { Path: "Dnsbl.Sites[1]", Severity: ProblemSeverity.Warning });

    [Fact]
    public void Check_WeightsBelowThreshold_NoCombinationCanReach()
    {
        var settings = s_defaults with { Dnsbl = new() { Threshold = 4, Sites = [new() { Zone = "a.test", Weight = 3 }, new() { Zone = "b.test", Weight = 9, Enabled = false }, new() { Zone = "w.test", Weight = -3 }] } };

        var problem = Assert.Single(SettingsRules.Check(settings));

        Assert.Equal(("Dnsbl.Threshold", ProblemSeverity.Warning), (problem.Path, problem.Severity));
        Assert.Contains("no combination of lists can reach it", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_KeyedZoneWithoutReplyName_WarnsWithoutTheKey()
    {
        var problem = Assert.Single(Check(new DnsblSite { Zone = "s3cr3t.zen.dq.spamhaus.net" }));

        Assert.Equal(("Dnsbl.Sites[0].ReplyName", ProblemSeverity.Warning), (problem.Path, problem.Severity));
        Assert.DoesNotContain("s3cr3t", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SecretZoneNamedOnceWithoutReplyName_ErrorWithoutTheZone()
    {
        var problems = Check(new() { Zone = "s3cr3t.test", ReplyName = "bl" }, new() { Zone = "s3cr3t.test", Filter = "127.0.0.2" }, new() { Zone = "s3cr3t.test", Filter = "127.0.0.2", ReplyName = "bl" });

        Assert.Contains(problems, problem => problem is { Path: "Dnsbl.Sites[1].ReplyName", Severity: ProblemSeverity.Error });
        Assert.All(problems, problem => Assert.DoesNotContain("s3cr3t", problem.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("192.0.2.1/24", "perhaps you should use \"192.0.2.0/24\"")]
    [InlineData("192.0.2", "bad address pattern")]
    [InlineData("2001:db8::/129", "bad mask length")]
    [InlineData("", "the address is empty")]
    public void Check_BadPattern_SaysWhatToWrite(string pattern, string words)
    {
        var settings = s_defaults with { Access = new() { MyNetworks = [new() { Pattern = pattern }], Entries = [Entry(pattern) with { Id = "e" }], AllowlistInterfaces = ["192.0.2.1", pattern] } };

        var problems = SettingsRules.Check(settings);

        Assert.Equal(["Access.MyNetworks[0].Pattern", "Access.Entries[0].Pattern", "Access.AllowlistInterfaces[1]"], problems.Select(problem => problem.Path));
        Assert.All(problems, problem => Assert.Contains(words, problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_EntriesCoveredByEarlierOnes_Warned()
    {
        var covered = Covered(
            Entry("192.0.2.0/24"),
            Entry("192.0.2.7"),
            Entry("192.0.3.7"),
            Entry("10.1.2.0/24"),
            new AccessEntry { Id = "net", Kind = AccessEntryKind.MyNetworks },
            Entry("10.1.3.0/24"),
            Entry("11.0.0.0/8"),
            new() { Id = "all", Kind = AccessEntryKind.Everyone, Action = AccessAction.Reject },
            Entry("2001:db8::1"));

        Assert.Equal([1, 5, 8], covered);
    }

    [Fact]
    public void Check_DunnoInTable_CoversOnlyThatTable()
    {
        var covered = Covered(
            Entry("192.0.2.0/24") with { Table = "a", Action = AccessAction.Dunno },
            Entry("192.0.2.1") with { Table = "a" },
            Entry("192.0.2.2") with { Table = "b" });

        Assert.Equal([1], covered);
    }

    [Fact]
    public void Check_ExpiringConditionalOrNegatedEntry_CoversNothingThatOutlivesIt()
    {
        var day = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var covered = Covered(
            Entry("192.0.2.0/24") with { Expires = day },
            Entry("192.0.2.1"),
            Entry("192.0.2.2") with { Expires = day },
            Entry("!198.51.100.0/24") with { Within = ["198.51.0.0/16"] },
            Entry("198.51.7.7"));

        Assert.Equal([2], covered);
    }

    [Fact]
    public void Check_TenThousandEntries_NoneIsCovered()
    {
        var entries = Enumerable.Range(0, 10_000).Select(i => Entry($"10.{i / 256 % 256}.{i % 256}.1") with { Id = $"{i}" });

        Assert.Equal([], Covered([.. entries]));
    }

    private static ImmutableArray<SettingsProblem> Check(params ImmutableArray<DnsblSite> sites) => SettingsRules.Check(s_defaults with { Dnsbl = new() { Sites = sites } });

    private static List<int> Covered(params ImmutableArray<AccessEntry> entries)
    {
        var settings = s_defaults with { Access = new() { MyNetworks = [new() { Pattern = "10.0.0.0/8" }], Entries = entries } };
        var problems = SettingsRules.Check(settings);
        Assert.All(problems, problem => Assert.Contains("never decides", problem.Message, StringComparison.Ordinal));
        return [.. problems.Select(problem => int.Parse(problem.Path["Access.Entries[".Length..^1]))];
    }

    private static AccessEntry Entry(string pattern) => new() { Id = $"e{pattern}", Pattern = pattern };
}
