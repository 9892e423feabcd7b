using AdminPanel.Postfix.Tests.Export;
using AdminPanel.Screening.Settings;
using CsCheck;
using Xunit;

namespace AdminPanel.Postfix.Tests.Settings;

/// <summary>The settings' diff, on the random settings that the round trips use.</summary>
public sealed class SettingsDiffPropertyTests
{
    [Fact]
    public void Compare_AnyTwoSettings_EmptyExactlyWhenEqual() => Gen.Select(GenSettings.Any, GenSettings.Any, Gen.Bool).Sample(
        (before, after, same) =>
        {
            if (same) after = SettingsJson.Deserialize(SettingsJson.Serialize(before));
            var changes = SettingsDiff.Compare(before, after);

            Assert.Equal(SettingsJson.Hash(before) == SettingsJson.Hash(after), changes.IsEmpty);
            Assert.DoesNotContain(changes, change => change.ToString().Contains("c.bl.test", StringComparison.Ordinal));
        },
        iter: 2_000);

    [Fact]
    public void Compare_OneGroupChanged_OnlyThatGroupIsNamed() => Gen.Select(GenSettings.Any, GenSettings.Any).Sample(
        (before, other) =>
        {
            Assert.All(SettingsDiff.Compare(before, before with { Dnsbl = other.Dnsbl }), change => Assert.StartsWith("Dnsbl.", change.Path, StringComparison.Ordinal));
            Assert.All(SettingsDiff.Compare(before, before with { Access = other.Access }), change => Assert.StartsWith("Access.", change.Path, StringComparison.Ordinal));
        },
        iter: 500);
}
