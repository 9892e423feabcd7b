using AdminPanel.Screening.Maillog;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Account;
using AdminPanel.Web.Hosting;

namespace AdminPanel.Web.Features.SystemState;

/// <summary>What an administrator can do on the system page, each with a line in the audit log. Scoped.</summary>
internal sealed class SystemActions(LogLevels levels, MaillogWriter maillog, AuditLog audit, PanelPerson person)
{
    private const string Refused = "Your account may not change this.";

    /// <summary>Writes the application log from <paramref name="level"/> on, until the next start.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> SetLevelAsync(LogLevel level, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        var old = levels.Minimum;
        if (level == old) return $"The level is {level} already.";
        await audit.WriteAsync(rights.Name, "changed log level", "application log", old.ToString(), level.ToString(), cancellationToken);
        levels.Minimum = level;
        return $"The application log is written from {level} on, until the next start.";
    }

    /// <summary>Closes the maillog and opens its path anew.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> ReopenMaillogAsync(CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        await audit.WriteAsync(rights.Name, "reopened maillog", maillog.Path, null, null, cancellationToken);
        maillog.Reopen();
        return $"{maillog.Path} is opened anew with the next line.";
    }
}
