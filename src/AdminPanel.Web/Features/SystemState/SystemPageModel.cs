using System.Collections.Immutable;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Features.SystemState;

/// <summary>Reads what the system page shows of lists and stores. Scoped, not thread-safe.</summary>
internal sealed class SystemPageModel(DatabaseFiles files, HistoryStore history, SettingsSource settings, DnsblHealth health, TimeProvider time)
{
    /// <summary>The stores, read last; null before that. Stays when a later read fails.</summary>
    public StoreFacts? Stores { get; private set; }

    /// <summary>Why the last read failed; null when it worked.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The lists in force, in configured order.</summary>
    public ImmutableArray<ListFacts> Lists { get; private set; } = [];

    /// <summary>Reads everything anew.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        Lists = [.. settings.Current.Dnsbl.Zones.Select(zone => Read(zone.DisplayName, health.Find(zone.Name)))];
        try
        {
            var extent = await history.GetExtentAsync(cancellationToken);
            Stores = new StoreFacts
            {
                AsOf = time.GetUtcNow(),
                PanelBytes = Size(files.Panel),
                HistoryBytes = Size(files.History),
                FreeBytes = new DriveInfo(files.Directory).AvailableFreeSpace,
                History = extent,
            };
            Trouble = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The page shows it and tries again.
            Trouble = e.Message;
        }
    }

    private static ListFacts Read(string name, DnsblZoneHealth? zone) => zone is null
        ? new ListFacts(name, 0, 0, 0, 0, null, 0, null, null)
        : new ListFacts(name, zone.Answers, zone.Listings, zone.Errors, zone.NoReplies, zone.Latency, zone.FailuresInARow, zone.LastError, zone.LastErrorAt);

    private static long Size(string path) => Length(path) + Length(path + "-wal");

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
