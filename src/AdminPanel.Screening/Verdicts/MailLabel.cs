namespace AdminPanel.Screening.Verdicts;

/// <summary>What a connection's mail turned out to be, behind the door. Stored by number: add at the end.</summary>
public enum MailLabel
{
    /// <summary>Nobody knows.</summary>
    Unknown,

    /// <summary>Wanted mail.</summary>
    Good,

    /// <summary>Spam.</summary>
    Spam,
}
