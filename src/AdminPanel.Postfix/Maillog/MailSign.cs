using System.Net;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Postfix.Maillog;

/// <summary>What the mail server's log says about a client's mail.</summary>
/// <param name="Client">The client.</param>
/// <param name="Port">Its port; null when the log does not say it.</param>
/// <param name="At">When smtpd greeted it, UTC; when the line was written where that is not known.</param>
/// <param name="Source">Who says it.</param>
/// <param name="Label">What it is.</param>
/// <param name="Score">The score, when there is one.</param>
public sealed record MailSign(IPAddress Client, int? Port, DateTime At, MailSignSource Source, MailLabel Label, double? Score);

/// <summary>Who says what a message was.</summary>
public enum MailSignSource
{
    /// <summary>smtpd refused every recipient for good.</summary>
    MailServer,

    /// <summary>The client came back after greylisting and delivered.</summary>
    Greylisting,

    /// <summary>SpamAssassin's spamd.</summary>
    SpamAssassin,

    /// <summary>rspamd.</summary>
    Rspamd,

    /// <summary>amavisd-new.</summary>
    Amavis,

    /// <summary>A milter refused the message.</summary>
    Milter,
}
