using AdminPanel.Postfix.Maillog;
using AdminPanel.Store.Labels;

namespace AdminPanel.Web.Features.Labels;

/// <summary>Signs of a log as the store takes them.</summary>
internal static class MailSigns
{
    public static LabelSign ToLabel(MailSign sign) => new(
        sign.Client,
        sign.Port,
        new DateTimeOffset(sign.At, TimeSpan.Zero),
        sign.Source switch
        {
            MailSignSource.MailServer => LabelSource.MailServer,
            MailSignSource.Greylisting => LabelSource.Greylisting,
            MailSignSource.SpamAssassin => LabelSource.SpamAssassin,
            MailSignSource.Rspamd => LabelSource.Rspamd,
            MailSignSource.Amavis => LabelSource.Amavis,
            _ => LabelSource.Milter,
        },
        sign.Label,
        sign.Score);
}
