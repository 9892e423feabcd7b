using System.Collections.Immutable;

namespace AdminPanel.Screening.Settings;

/// <summary>
/// The rules that settings obey: one set for pages, import and start-up (postscreen(8), postconf(5)). Reports every problem at once, errors
/// and warnings in settings order. No message names a zone that has a reply name. Any thread.
/// </summary>
public static partial class SettingsRules
{
    /// <summary>All problems of <paramref name="settings"/>; empty when they can be published without remark.</summary>
    public static ImmutableArray<SettingsProblem> Check(ScreeningSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var findings = new Findings();
        CheckServer(settings.Server, findings);
        CheckGreet(settings.Greet, findings);
        CheckDnsbl(settings.Dnsbl, findings);
        CheckAccess(settings.Access, findings);
        CheckProtocol(settings.Protocol, findings);
        CheckTls(settings.Tls, findings);
        CheckUpstreamProxy(settings.UpstreamProxy, findings);
        CheckLimits(settings.Limits, findings);
        CheckAllowlist(settings.Allowlist, findings);
        return findings.ToImmutable();
    }

    /// <summary>Whether nothing in <paramref name="problems"/> stops publishing.</summary>
    public static bool CanPublish(ImmutableArray<SettingsProblem> problems)
    {
        foreach (var problem in problems)
        {
            if (problem.Severity == ProblemSeverity.Error) return false;
        }

        return true;
    }

    private static void CheckTime(Findings findings, string path, TimeSpan value, int minSeconds)
    {
        var parameter = SettingsDescription.Parameter(path);
        if (value < TimeSpan.FromSeconds(minSeconds))
            findings.Error(path, $"{parameter} must be at least {minSeconds} s; it is {value.TotalSeconds:0.###} s.");
        else if (value.TotalSeconds > int.MaxValue)
            findings.Error(path, $"{parameter} is too long; Postfix accepts up to {int.MaxValue} s (about 68 years).");
        else if (value.Ticks % TimeSpan.TicksPerSecond != 0)
            findings.Error(path, $"{parameter} must be whole seconds; it is {value.TotalSeconds:0.###} s.");
    }

    private static void CheckTime(Findings findings, string path, StressTime value, int minSeconds)
    {
        CheckTime(findings, path, value.Normal, minSeconds);
        if (value.Stress == value.Normal) return;
        var before = findings.Count;
        CheckTime(findings, path, value.Stress, minSeconds);
        if (findings.Count == before && value.Stress > value.Normal)
            findings.Warning(path, $"{SettingsDescription.Parameter(path)} is longer under stress ({PostfixTime.Format(value.Stress)}) than normally ({PostfixTime.Format(value.Normal)}); under stress shorter times free connections sooner.");
    }

    private static void CheckCount(Findings findings, string path, long value, long min)
    {
        if (value < min) findings.Error(path, $"{SettingsDescription.Parameter(path)} must be at least {min}; it is {value}.");
    }

    private static void CheckShare(Findings findings, string path, int share, ScreeningAction action)
    {
        if (share is < 1 or > EnforceShare.Whole)
            findings.Error(path, $"{SettingsDescription.Words(path)} must be from 1 to 100; it is {share}. To enforce for nobody, choose the action ignore.");
        else if (share < EnforceShare.Whole && action == ScreeningAction.Ignore)
            findings.Warning(path, $"{SettingsDescription.Words(path)} is {share}, but the action is ignore: nobody is turned away.");
    }

    private static void CheckText(Findings findings, string path, string value, int longest = 512)
    {
        var parameter = SettingsDescription.Parameter(path);
        if (value.Any(char.IsControl)) findings.Error(path, $"{parameter} must be one line without control characters; remove the line breaks and tabs.");
        if (value.Length > longest) findings.Error(path, $"{parameter} is {value.Length} characters long; {longest} is the most a reply line can carry.");
    }

    /// <summary>Collects what the rules find.</summary>
    private sealed class Findings
    {
        private readonly ImmutableArray<SettingsProblem>.Builder _problems = ImmutableArray.CreateBuilder<SettingsProblem>();

        public int Count => _problems.Count;

        public void Error(string path, string message) => _problems.Add(new(path, message));

        public void Warning(string path, string message) => _problems.Add(new(path, message, ProblemSeverity.Warning));

        public ImmutableArray<SettingsProblem> ToImmutable() => _problems.ToImmutable();
    }
}
