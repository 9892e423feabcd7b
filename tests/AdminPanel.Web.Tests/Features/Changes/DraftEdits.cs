using AdminPanel.Screening.Settings;
using AdminPanel.Store;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Web.Tests.Features.Changes;

/// <summary>What the tests of drafts edit, and what goes wrong below them.</summary>
internal static class DraftEdits
{
    public static readonly ScreeningSettings OneSite = new() { Dnsbl = new() { Sites = [new() { Zone = "bl.example", Weight = 1 }] } };

    public static async Task TearNewVersionAsync(PanelStore store)
    {
        await store.Versions.PublishAsync(Threshold(9)(OneSite), 1, "later program", "", null, PanelStore.Cancellation);
        await ExecuteAsync(store, $"UPDATE SettingsVersions SET Json = 'torn' WHERE Version = 2");
    }

    public static async Task ExecuteAsync(PanelStore store, FormattableString sql)
    {
        await using var context = await store.Get<IDbContextFactory<PanelDbContext>>().CreateDbContextAsync(PanelStore.Cancellation);
        await context.Database.ExecuteSqlAsync(sql, PanelStore.Cancellation);
    }

    public static Func<ScreeningSettings, ScreeningSettings> Weight(int value) =>
        s => s with { Dnsbl = s.Dnsbl with { Sites = [s.Dnsbl.Sites[0] with { Weight = value }] } };

    public static Func<ScreeningSettings, ScreeningSettings> Threshold(int value) => s => s with { Dnsbl = s.Dnsbl with { Threshold = value } };
}
