namespace AdminPanel.Screening.Settings;

/// <summary>What to do with a client that failed a check (postscreen(8): the <c>*_action</c> parameters).</summary>
public enum ScreeningAction
{
    /// <summary>Record the failure, then treat the client as if it had not failed.</summary>
    Ignore,

    /// <summary>Let the other checks finish, then refuse every RCPT with 550 in the dummy SMTP engine.</summary>
    Enforce,

    /// <summary>Refuse at once with 521 and close the connection.</summary>
    Drop,
}
