using System.Collections;
using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Screening.Tests.Settings;

public sealed class SettingsItemTests
{
    /// <summary>Guards against a setting that is stored and in force, but that no diff, audit row or page would ever name.</summary>
    [Fact]
    public void Items_EveryProperty_IsDescribed()
    {
        var described = SettingsDescription.Items.Select(item => item.Path).Concat(["Dnsbl.Sites", "Access.MyNetworks", "Access.Entries"]).ToHashSet();

        Assert.Equal([], Leaves(typeof(ScreeningSettings), "").Except(described));
    }

    private static IEnumerable<string> Leaves(Type type, string prefix) =>
        from property in type.GetProperties()
        where property.Name != "EqualityContract" && property.CanWrite
        from path in IsGroup(property.PropertyType) ? Leaves(property.PropertyType, $"{prefix}{property.Name}.") : [$"{prefix}{property.Name}"]
        select path;

    private static bool IsGroup(Type type) => type.Name.EndsWith("Settings", StringComparison.Ordinal) && !typeof(IEnumerable).IsAssignableFrom(type);
}
