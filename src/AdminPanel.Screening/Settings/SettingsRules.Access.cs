namespace AdminPanel.Screening.Settings;

public static partial class SettingsRules
{
    private static void CheckAccess(AccessSettings access, Findings findings)
    {
        CheckEntryIds(access, findings);
    }

    private static void CheckEntryIds(AccessSettings access, Findings findings)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var entries = access.Entries.OrEmpty();
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Id.Length == 0 || !ids.Add(entries[i].Id))
                findings.Error($"Access.Entries[{i}].Id", $"postscreen_access_list: entry {i + 1} needs an id of its own; \"{entries[i].Id}\" is empty or used twice.");
        }
    }
}
