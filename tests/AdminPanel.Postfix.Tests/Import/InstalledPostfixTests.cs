using System.Diagnostics;
using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Postfix.Tests.Import;

/// <summary>The parameters of the Postfix that is installed here, as its postconf lists them.</summary>
public sealed class InstalledPostfixTests
{
    [Fact]
    public void Read_EveryParameterAtItsDefault_TakenOrNamedAndEqualToOurs()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/postconf"), "Postfix is not installed");
        using var postconf = Process.Start(new ProcessStartInfo("/usr/sbin/postconf", ["-d"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var lines = postconf.StandardOutput.ReadToEnd().Split('\n').Where(static line => line.StartsWith("postscreen_", StringComparison.Ordinal)).ToList();

        var result = new MemoryFiles().Good(string.Join('\n', lines));

        Assert.True(lines.Count > 40, $"Only {lines.Count} parameters.");
        var told = result.Taken.Select(static taken => taken.Parameter).Concat(result.Remarks.Select(static remark => remark.Message.Split(' ')[0])).ToHashSet(StringComparer.Ordinal);
        // Its default is empty: the two switches that came before it decide.
        told.Add("postscreen_tls_security_level");
        Assert.Empty(lines.Select(static line => line.Split(" = ")).Where(setting => setting[^1].Trim().Length > 0 && setting.Length > 1 && !told.Contains(setting[0])).Select(static setting => setting[0]));
        Assert.Empty(SettingsDiff.Compare(new ScreeningSettings(), result.Settings!));
    }
}
