namespace AdminPanel.Screening.Settings;

/// <summary>The pregreet check: does the client speak before its turn?</summary>
public sealed record GreetSettings
{
    /// <summary><c>postscreen_greet_wait</c>: how long the client must stay silent. At least 1 s.</summary>
    public StressTime Wait { get; init; } = new(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(2));

    /// <summary>
    /// <c>postscreen_greet_banner</c>, the teaser after "220-". <c>$smtpd_banner</c>, <c>$myhostname</c> and <c>$mail_name</c> are
    /// expanded. Empty turns the pregreet check off.
    /// </summary>
    public string Banner { get; init; } = "$smtpd_banner";

    /// <summary><c>postscreen_greet_action</c>.</summary>
    public ScreeningAction Action { get; init; } = ScreeningAction.Ignore;

    /// <summary>
    /// Percent of the clients, 1 to 100, that <see cref="Action"/> is in force for; the others get ignore. Which ones, <see cref="Settings.EnforceShare"/>
    /// tells from the address. Postfix has no such parameter.
    /// </summary>
    public int EnforceShare { get; init; } = Settings.EnforceShare.Whole;

    /// <summary><c>postscreen_greet_ttl</c>: how long a pass is valid. At least 1 s.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromDays(1);
}
