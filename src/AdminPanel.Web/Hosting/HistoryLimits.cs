using AdminPanel.Store.History;
using AdminPanel.Store.Preferences;

namespace AdminPanel.Web.Hosting;

/// <summary>What was chosen on the System page stands over the deployment keys.</summary>
internal static class HistoryLimits
{
    public static void Apply(PanelPreferences chosen, HistoryOptions options)
    {
        if (chosen.HistoryDays is { } days) options.RetentionDays = days;
        if (chosen.HistoryRows is { } rows) options.MaxRows = rows;
    }
}
