namespace AdminPanel.Screening.Settings;

/// <summary>How serious a <see cref="SettingsProblem"/> is.</summary>
public enum ProblemSeverity
{
    /// <summary>Publishing is possible; the administrator should know.</summary>
    Warning,

    /// <summary>Publishing is refused.</summary>
    Error,
}

/// <summary>One finding about settings.</summary>
/// <param name="Path">Property path such as <c>Greet.Wait</c> or <c>Dnsbl.Sites[2].Filter</c>; list items by position, from 0.</param>
/// <param name="Message">What is wrong and how to mend it, for an administrator; names the Postfix parameter.</param>
/// <param name="Severity">Whether it stops publishing.</param>
public sealed record SettingsProblem(string Path, string Message, ProblemSeverity Severity = ProblemSeverity.Error);
