using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Labels;
using AdminPanel.Web.Account;

namespace AdminPanel.Web.Features.Labels;

/// <summary>An administrator's word on whether a connection's mail was spam, each with a line in the audit log. Scoped.</summary>
internal sealed class LabelMarks(LabelStore labels, AuditLog audit, PanelPerson person)
{
    /// <summary>Marks the connection; <see cref="MailLabel.Unknown"/> takes the mark back.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> MarkAsync(VerdictEvent verdict, MailLabel label, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        var rights = await person.GetAsync();
        if (!rights.CanEdit) return "Your account may not mark connections.";
        var before = (await labels.GetAsync(verdict.Id, cancellationToken)).FirstOrDefault(static said => said.Source == LabelSource.Person)?.Label ?? MailLabel.Unknown;
        if (before == label) return "It is marked so already.";
        if (!await labels.MarkAsync(verdict.Id, label, rights.Name, cancellationToken)) return "This connection is not in the history (yet), so it cannot be marked.";
        await audit.WriteAsync(rights.Name, "marked connection", $"{verdict.Client} {verdict.ConnectedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC", Word(before), Word(label), cancellationToken);
        return label switch
        {
            MailLabel.Spam => "Marked as spam. Replays and suggestions count it so from now on.",
            MailLabel.Good => "Marked as good mail. Replays and suggestions count it so from now on.",
            _ => "Your mark is taken back.",
        };
    }

    /// <summary>The label in words; null for none.</summary>
    public static string? Word(MailLabel label) => label switch
    {
        MailLabel.Spam => "spam",
        MailLabel.Good => "good mail",
        _ => null,
    };
}
