using System.Threading.Channels;
using AdminPanel.Postfix.Maillog;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store;
using AdminPanel.Store.History;
using AdminPanel.Store.Labels;
using AdminPanel.Web.Features.Labels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPanel.Web.Features.OldLogs;

/// <summary>What to import, and what is known about it.</summary>
public sealed record LogImportOrder
{
    /// <summary>The logs, in any order.</summary>
    public required IReadOnlyList<LogFile> Files { get; init; }

    /// <summary>Weights, filters, threshold and display names: of the log's main.cf, or the published ones.</summary>
    public required ScreeningSettings Settings { get; init; }

    /// <summary>True when <see cref="Settings"/> are those of the log's main.cf: all its lists were asked. Otherwise only lists that listed somebody are known to have been.</summary>
    public bool HasMainCf { get; init; }

    /// <summary>The time zone of times that name none.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;
}

/// <summary>How far an import is. Immutable.</summary>
/// <param name="Doing">What it does now, in words.</param>
/// <param name="Fraction">From 0 to 1, of the whole import.</param>
/// <param name="Report">What it found so far; null during the first look.</param>
public sealed record LogImportProgress(string Doing, double Fraction, LogImportReport? Report);

/// <summary>
/// Turns logs of postscreen into history and evidence: looks through them once for the lists they name, then reads them in the order of time, while
/// other threads encode and write. Importing the same log again adds nothing. Thread-safe; each run is its own.
/// </summary>
public sealed class LogImport(IDbContextFactory<HistoryDbContext> contexts, IBulkStatements statements, IOptions<HistoryOptions> options, LabelStore labels, TimeProvider time)
{
    /// <summary>Looking through costs about this part of the whole.</summary>
    private const double SurveyPart = 0.1;

    private const int ParcelSize = 1_024;

    /// <summary>Imports; what was written before a cancellation or an error stays.</summary>
    /// <exception cref="IOException">A log cannot be read.</exception>
    /// <exception cref="InvalidDataException">A gzip file is damaged.</exception>
    public async Task<LogImportReport> RunAsync(LogImportOrder order, Action<LogImportProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var started = time.GetTimestamp();
        var surveys = await Task.Run(() => Survey(order, progress, cancellationToken), cancellationToken);
        var logged = surveys.SelectMany(static survey => survey.Lists).ToHashSet(StringComparer.Ordinal);
        var settings = ScreeningSnapshot.Compile(0, order.Settings);
        var assembler = new ConnectionAssembler(settings, order.HasMainCf ? null : logged);
        var report = new LogImportReport
        {
            Counts = assembler.Counts,
            Bytes = surveys.Sum(static survey => survey.Bytes),
            HasMainCf = order.HasMainCf,
            ListsLogged = [.. logged.Select(Display).Distinct().Order(StringComparer.Ordinal)],
            ListsNotKnown = order.HasMainCf ? [] : [.. settings.Dnsbl.Zones.Where(zone => !logged.Contains(zone.Name)).Select(static zone => zone.DisplayName)],
            TooMany = Math.Max(0, surveys.Sum(static survey => survey.Connects) - options.Value.MaxRows),
        };

        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var history = new HistoryImport(contexts, statements, options, time);
        await history.BeginAsync(cancellationToken);
        var parcels = Channel.CreateBounded<Task<List<HistoryRecord>>>(new BoundedChannelOptions(16) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(surveys, order.Zone, assembler, report, history, parcels.Writer, progress, failed.Token), CancellationToken.None);
        try
        {
            await Task.Run(() => WriteAsync(parcels.Reader, history, report, cancellationToken), CancellationToken.None);
        }
        catch
        {
            await failed.CancelAsync();
            await reading.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        var signs = await reading;
        progress(new LogImportProgress("Labelling connections", 1, report));
        report.Said = signs.Count;
        report.Labelled = await Task.Run(() => labels.AddAsync(signs, cancellationToken), cancellationToken);
        report.Elapsed = time.GetElapsedTime(started);
        progress(new LogImportProgress("Done", 1, report));
        return report;

        string Display(string zone) => settings.Dnsbl.Zones.FirstOrDefault(known => known.Name == zone)?.DisplayName ?? KeyedZones.Hide(zone);
    }

    private static List<LogSurvey> Survey(LogImportOrder order, Action<LogImportProgress> progress, CancellationToken cancellationToken)
    {
        var total = Math.Max(1, order.Files.Sum(static file => file.Size));
        long before = 0;
        var surveys = new List<LogSurvey>();
        foreach (var file in order.Files)
        {
            surveys.Add(LogSurvey.Of(
                file, order.Zone, read => progress(new LogImportProgress($"Looking through {file.Name}", SurveyPart * (before + read) / total, null)), cancellationToken));
            before += file.Size;
        }

        return [.. surveys.OrderBy(static survey => survey.First ?? DateTime.MaxValue)];
    }

    private static async Task<List<LabelSign>> ReadAsync(
        List<LogSurvey> surveys, TimeZoneInfo zone, ConnectionAssembler assembler, LogImportReport report, HistoryImport history,
        ChannelWriter<Task<List<HistoryRecord>>> parcels, Action<LogImportProgress> progress, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        var signs = new MailSignReader();
        var said = new List<LabelSign>();
        try
        {
            var total = Math.Max(1, surveys.Sum(static survey => survey.Bytes));
            long before = 0;
            var skip = report.TooMany;
            foreach (var survey in surveys)
            {
                using var stream = survey.File.Open(out _);
                var reader = new MailLogReader(stream);
                var parser = new MailLineParser(survey.File.WrittenAt, zone);
                while (Parcel(reader, parser, assembler, signs, report, ref skip) is { } parcel)
                {
                    while (signs.TryTake(out var sign)) said.Add(MailSigns.ToLabel(sign));
                    progress(new LogImportProgress($"Reading {survey.File.Name}", SurveyPart + ((1 - SurveyPart) * (before + reader.Position) / total), report));
                    await parcels.WriteAsync(Encode(parcel), cancellationToken);
                }

                before += survey.Bytes;
            }

            assembler.Finish();
            await parcels.WriteAsync(Encode(Take(assembler, report, [], ref skip)), cancellationToken);
            return said;
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            parcels.TryComplete(failure);
        }

        Task<List<HistoryRecord>> Encode(List<VerdictEvent> parcel) => Task.Run(() => parcel.ConvertAll(history.Encode), CancellationToken.None);
    }

    /// <summary>Some thousand lines' worth of verdicts; null at the end of the log.</summary>
    private static List<VerdictEvent>? Parcel(
        MailLogReader reader, MailLineParser parser, ConnectionAssembler assembler, MailSignReader signs, LogImportReport report, ref long skip)
    {
        var parcel = new List<VerdictEvent>(ParcelSize);
        for (var lines = 0; lines < 16 * ParcelSize; lines++)
        {
            if (!reader.TryRead(out var line)) return lines == 0 ? null : parcel;
            if (parser.TryParse(line, out var parsed))
            {
                assembler.Add(parsed);
                signs.Add(parsed);
            }
            else
            {
                assembler.AddFormless(line);
            }

            Take(assembler, report, parcel, ref skip);
        }

        return parcel;
    }

    private static List<VerdictEvent> Take(ConnectionAssembler assembler, LogImportReport report, List<VerdictEvent> parcel, ref long skip)
    {
        while (assembler.TryTake(out var verdict))
        {
            report.Count(verdict.Reason);
            if (skip-- <= 0) parcel.Add(verdict);
        }

        return parcel;
    }

    private static async Task WriteAsync(ChannelReader<Task<List<HistoryRecord>>> parcels, HistoryImport history, LogImportReport report, CancellationToken cancellationToken)
    {
        await foreach (var parcel in parcels.ReadAllAsync(cancellationToken))
        {
            foreach (var record in await parcel) await history.AddAsync(record, cancellationToken);
            (report.Written, report.Known, report.TooOld) = (history.Written, history.Known, history.TooOld);
        }

        await history.FlushAsync(cancellationToken);
        (report.Written, report.Known, report.TooOld) = (history.Written, history.Known, history.TooOld);
    }
}
