using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Hosting;

/// <summary>Runs the watch over the lists: follows the settings, says in the log what is suspended and what returns, and keeps the counts of the day.</summary>
internal sealed partial class DnsblWatchService(DnsblWatch watch, SettingsSource settings, ListQueryStore queries, TimeProvider time, ILogger<DnsblWatchService> logger) : BackgroundService
{
    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, long> _kept = new(StringComparer.Ordinal);
    private DateOnly _day;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        watch.Changed += Log;
        settings.Changed += Follow;
        Follow(settings.Current);
        await RestoreAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        settings.Changed -= Follow;
        watch.Changed -= Log;
        await KeepAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watching = watch.RunAsync(stoppingToken);
        using var timer = new PeriodicTimer(KeepEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await KeepAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The program ends; StopAsync keeps the rest.
        }

        await watching;
    }

    private void Follow(ScreeningSnapshot snapshot) => watch.Apply(DnsblWatchPlanner.Plan(snapshot.Settings));

    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            _day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            var known = await queries.ReadAsync(_day, cancellationToken);
            var mine = watch.Lists.Where(list => known.ContainsKey(list.DisplayName)).ToList();
            watch.Restore(_day, mine.ToDictionary(static list => list.Zone, list => known[list.DisplayName]));
            foreach (var list in mine) _kept[list.DisplayName] = known[list.DisplayName];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotKept(logger, e);
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (today != _day) _kept.Clear();
        _day = today;
        var counts = watch.Lists.Where(list => list.QueriesToday != _kept.GetValueOrDefault(list.DisplayName)).GroupBy(static list => list.DisplayName).ToDictionary(static g => g.Key, static g => g.Sum(list => list.QueriesToday));
        if (counts.Count == 0) return;
        try
        {
            await queries.KeepAsync(today, counts, cancellationToken);
            foreach (var (list, count) in counts) _kept[list] = count;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Tried again in half a minute; until then the counts are in memory only.
            LogNotKept(logger, e);
        }
    }

    private void Log(DnsblStandingChange change)
    {
        if (change.Suspension is { } suspension) LogSuspended(logger, change.DisplayName, suspension.Why);
        else LogReturned(logger, change.DisplayName);
    }

    [LoggerMessage(2301, LogLevel.Warning, "{List} is suspended and not scored. {Why}")]
    private static partial void LogSuspended(ILogger logger, string list, string why);

    [LoggerMessage(2302, LogLevel.Information, "{List} is well again and scored")]
    private static partial void LogReturned(ILogger logger, string list);

    [LoggerMessage(2303, LogLevel.Warning, "The questions to the lists of this day could not be kept or read")]
    private static partial void LogNotKept(ILogger logger, Exception exception);
}
