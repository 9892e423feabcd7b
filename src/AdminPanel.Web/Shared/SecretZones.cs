using System.Collections.Immutable;
using AdminPanel.Store.Settings;

namespace AdminPanel.Web.Shared;

/// <summary>
/// Zones that hold an access key, with the names shown instead, of every version ever published: what was written before a zone got its name
/// must not show the key either. Thread-safe.
/// </summary>
public sealed class SecretZones(SettingsStore versions) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private ImmutableArray<(string Zone, string Name)> _zones = [];
    private long _read;

    /// <summary>Takes versions into account that were published since the last call.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var newest = await versions.GetNewestVersionNumberAsync(cancellationToken);
        if (newest == Volatile.Read(ref _read)) return;
        await _one.WaitAsync(cancellationToken);
        try
        {
            var found = _zones.ToDictionary(static zone => zone.Zone, static zone => zone.Name, StringComparer.OrdinalIgnoreCase);
            for (var version = _read + 1; version <= newest; version++)
            {
                if (await versions.GetAsync(version, cancellationToken) is not { } stored) continue;
                foreach (var site in stored.Settings.Dnsbl.Sites)
                {
                    if (site is { ReplyName.Length: > 0, Zone.Length: > 0 }) found[site.Zone] = site.ReplyName;
                }
            }

            _zones = [.. found.Select(static zone => (zone.Key, zone.Value)).OrderByDescending(static zone => zone.Key.Length)];
            Volatile.Write(ref _read, newest);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary><paramref name="text"/> with the names in place of the zones.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Mask(string? text)
    {
        if (text is null) return null;
        foreach (var (zone, name) in _zones) text = text.Replace(zone, name, StringComparison.OrdinalIgnoreCase);
        return text;
    }
}
