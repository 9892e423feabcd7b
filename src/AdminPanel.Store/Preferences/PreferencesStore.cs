using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Preferences;

/// <summary>Keeps <see cref="PanelPreferences"/> in panel.db. <see cref="Current"/> is cheap; thread-safe.</summary>
public sealed class PreferencesStore(IDbContextFactory<PanelDbContext> contexts)
{
    private volatile PanelPreferences _current = new();

    /// <summary>What is in force: the defaults before <see cref="LoadAsync"/>.</summary>
    public PanelPreferences Current => _current;

    /// <summary>Reads what was stored; at start, before anything depends on it.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var row = await context.Preferences.AsNoTracking().SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            _current = row is null ? new PanelPreferences() : JsonSerializer.Deserialize<PanelPreferences>(row.Json) ?? new PanelPreferences();
        }
    }

    /// <summary>Stores and puts in force.</summary>
    public async Task SaveAsync(PanelPreferences preferences, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var row = await context.Preferences.SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? context.Preferences.Add(new PreferencesRow()).Entity;
            row.Json = JsonSerializer.Serialize(preferences);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            _current = preferences;
        }
    }
}
