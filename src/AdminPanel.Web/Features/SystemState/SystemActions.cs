using AdminPanel.Screening.Maillog;
using AdminPanel.Store.Audit;
using AdminPanel.Store.History;
using AdminPanel.Store.Preferences;
using AdminPanel.Web.Account;
using AdminPanel.Web.Hosting;
using Microsoft.Extensions.Options;

namespace AdminPanel.Web.Features.SystemState;

/// <summary>What an administrator can do on the system page, each with a line in the audit log. Scoped.</summary>
internal sealed class SystemActions(LogLevels levels, MaillogWriter maillog, PreferencesStore preferences, IOptions<HistoryOptions> limits, AuditLog audit, PanelPerson person)
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

    /// <summary>Sets how much history is kept and when idle people are signed out.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> SetPreferencesAsync(int days, long rows, TimeSpan idle, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        if (days is < 1 or > 3650) return "Nothing was changed: days go from 1 to 3650.";
        if (rows is < 1_000 or > 100_000_000) return "Nothing was changed: connections go from 1 000 to 100 000 000.";
        if (idle < TimeSpan.FromMinutes(5) || idle > TimeSpan.FromDays(14)) return "Nothing was changed: minutes go from 5 to 20 160, which is 14 days.";
        var (old, @new) = (Words(limits.Value.RetentionDays, limits.Value.MaxRows, preferences.Current.IdleSignOut), Words(days, rows, idle));
        if (old == @new) return "Nothing was changed: it is so already.";
        await audit.WriteAsync(rights.Name, "changed retention and sign-out", null, old, @new, cancellationToken);
        await preferences.SaveAsync(preferences.Current with { HistoryDays = days, HistoryRows = rows, IdleSignOut = idle }, cancellationToken);
        HistoryLimits.Apply(preferences.Current, limits.Value);
        return $"In force: {@new}.";

        static string Words(int days, long rows, TimeSpan idle) => $"{days} days, {rows} connections, signed out after {idle.TotalMinutes:0} min";
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
