using AdminPanel.Store.Audit;
using AdminPanel.Web.Shared;

namespace AdminPanel.Web.Features.Audit;

/// <summary>Keeps access keys of lists off the screen that were written before their zone got a name to be shown instead.</summary>
internal static class AuditEntryMasking
{
    /// <summary>The entry with names in place of secret zones.</summary>
    public static AuditEntry Masked(this AuditEntry entry, SecretZones secrets) =>
        entry with { Path = secrets.Mask(entry.Path), Old = secrets.Mask(entry.Old), New = secrets.Mask(entry.New) };
}
