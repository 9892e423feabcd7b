using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Changes;

namespace AdminPanel.Web.Tests.Features.Changes;

public sealed class SettingFieldsTests
{
    public static TheoryData<string> Paths => [.. SettingsDescription.Items.Select(i => i.Path)];

    [Theory, MemberData(nameof(Paths))]
    public void All_EverySingleValuedSetting_HasAField(string path) => Assert.Equal(path, SettingFields.At(path).Path);

    [Fact]
    public void Write_WhatReadGave_ChangesNothing()
    {
        var settings = new ScreeningSettings();

        foreach (var field in SettingFields.All)
        {
            var written = field.Write(settings, field.Read(settings));
            Assert.True(written is not null && SettingsJson.Hash(written) == SettingsJson.Hash(settings), field.Path);
        }
    }

    [Theory]
    [InlineData("Greet.Ttl", "soon")]
    [InlineData("Greet.Ttl", "")]
    [InlineData("Limits.PreQueue", "many")]
    [InlineData("Limits.PreQueue", "99999999999")]
    public void Write_Unreadable_IsRefused(string path, string text) => Assert.Null(SettingFields.At(path).Write(new ScreeningSettings(), text));

    [Fact]
    public void Write_StressPart_LeavesTheNormalValue()
    {
        var after = SettingFields.AtStress("Greet.Wait").Write(new ScreeningSettings(), "3s")!;

        Assert.Equal(new StressTime(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(3)), after.Greet.Wait);
    }
}
