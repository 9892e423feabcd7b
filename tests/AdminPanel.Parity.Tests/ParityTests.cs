using AdminPanel.Testing;
using Xunit;

namespace AdminPanel.Parity.Tests;

/// <summary>The same clients in front of Debian's postscreen and of the engine: same replies, same log.</summary>
public sealed class ParityTests(ParityRuns runs)
{
    /// <summary>Variant and script of each row of the table.</summary>
    public static TheoryData<string, string> Table()
    {
        var rows = new TheoryData<string, string>();
        foreach (var variant in ParityTable.Variants)
        {
            foreach (var script in variant.Scripts) rows.Add(variant.Name, script.Name);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Script_PlayedAgainstBoth_SameRepliesAndLog(string variant, string script)
    {
        var missing = ParityRuns.MissingFor(variant);
        Assert.SkipWhen(missing is not null, missing ?? "");
        var comparison = await runs.GetAsync(variant, script).WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(comparison.Verdict() is null, comparison.Verdict());
    }

    [Fact]
    public void Table_EveryScript_NamedOnceAndEveryDeviationDocumented()
    {
        var documented = File.ReadAllText(RepositoryRoot.Combine("docs", "deviations.md"));
        foreach (var variant in ParityTable.Variants)
        {
            Assert.Equal(variant.Scripts.Length, variant.Scripts.Select(script => script.Name).Distinct(StringComparer.Ordinal).Count());
            foreach (var deviation in variant.Scripts.Select(script => script.Deviation?.Entry).OfType<string>())
                Assert.Contains(deviation, documented, StringComparison.Ordinal);
        }

        var scripts = ParityTable.Variants.SelectMany(variant => variant.Scripts).ToList();
        var deviations = scripts.Select(script => script.Deviation?.Entry).OfType<string>().Distinct(StringComparer.Ordinal).Count();
        // To the console, where the test command finds it: output of a test that passed is not shown.
        Console.WriteLine($"{scripts.Count} scripts, {ParityTable.Variants.Length} variants, {deviations} named deviations");
    }
}
