namespace AdminPanel.Store.Labels;

/// <summary>Who says whether mail was spam. The number is the weight of the word: a higher one wins.</summary>
public enum LabelSource
{
    /// <summary>The mail server refused every recipient for good.</summary>
    MailServer = 10,

    /// <summary>The client came back after greylisting and delivered.</summary>
    Greylisting = 20,

    /// <summary>SpamAssassin's spamd.</summary>
    SpamAssassin = 30,

    /// <summary>rspamd.</summary>
    Rspamd = 31,

    /// <summary>amavisd-new.</summary>
    Amavis = 32,

    /// <summary>A milter refused the message.</summary>
    Milter = 33,

    /// <summary>An administrator looked at it.</summary>
    Person = 100,
}

/// <summary>The names of <see cref="LabelSource"/>.</summary>
public static class LabelSourceText
{
    /// <summary>How people call it.</summary>
    public static string Name(LabelSource source) => source switch
    {
        LabelSource.MailServer => "mail server",
        LabelSource.Greylisting => "greylisting",
        LabelSource.SpamAssassin => "SpamAssassin",
        LabelSource.Rspamd => "rspamd",
        LabelSource.Amavis => "amavis",
        LabelSource.Milter => "milter",
        _ => "administrator",
    };
}
