using System.Diagnostics;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Benchmarks.History;

/// <summary>
/// Fills a history.db through the panel's own writer and times each filter of the history page, its opposite, and values that nothing or
/// little matches. A directory that is filled already is used as it is.
/// </summary>
internal static class HistoryBenchmark
{
    private const int Runs = 5;

    /// <summary>After this long the page shows what was found so far, how far back it looked, and goes on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);

    /// <summary>Prints the rates, the file's size, and for each filter the median and the slowest of five whole answers (a page of 100 rows), and when the page answers.</summary>
    public static async Task RunAsync(string directory, int rows, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddAdminPanelStore(directory).BuildServiceProvider();
        var file = new FileInfo(Path.Combine(directory, "history.db"));
        if (!file.Exists) await FillAsync(services, rows, file, cancellationToken);
        file.Refresh();
        Console.WriteLine($"history.db: {file.Length / 1e6:#,0} MB");

        var history = services.GetRequiredService<HistoryStore>();
        Console.WriteLine($"{"filter",-44} {"median",9} {"slowest",9} {"answer",9}   rows");
        foreach (var (name, query) in Filters())
        {
            var (page, took) = await TimeAsync(history, query, null, cancellationToken);
            var (_, first) = await TimeAsync(history, query, Patience, cancellationToken);
            Console.WriteLine($"{name,-44} {took[Runs / 2],6:0.0} ms {took[^1],6:0.0} ms {first[Runs / 2],6:0.0} ms   {page.Rows.Count}{(page.Next is null ? "" : "+")}");
        }
    }

    private static async Task<(HistoryPage Page, List<double> Took)> TimeAsync(HistoryStore history, HistoryQuery query, TimeSpan? patience, CancellationToken cancellationToken)
    {
        var took = new List<double>();
        HistoryPage? page = null;
        for (var run = 0; run < Runs; run++)
        {
            var started = Stopwatch.GetTimestamp();
            page = await history.SearchAsync(query, patience, cancellationToken);
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        took.Sort();
        return (page!, took);
    }

    private static async Task FillAsync(ServiceProvider services, int rows, FileInfo file, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<DatabaseUpgrade>().RunAsync(cancellationToken);
        var writer = services.GetRequiredService<HistoryWriter>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = writer.RunAsync(stop.Token);
        var (started, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        foreach (var verdict in new SyntheticVerdicts(rows).All())
        {
            while (writer.Waiting > HistoryWriter.Capacity / 2) await Task.Delay(5, cancellationToken);
            writer.OnVerdict(verdict);
        }

        await writer.FlushAsync(cancellationToken);
        Report("written", started, processor, rows);
        await stop.CancelAsync();
        await writing;

        (started, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        file.Refresh();
        var before = file.Length;
        await services.GetRequiredService<ConnectionTextIndexer>().CatchUpAsync(cancellationToken);
        Report("texts indexed", started, processor, rows);
        file.Refresh();
        Console.WriteLine($"  the index of texts: {(file.Length - before) / 1e6:#,0} MB");
    }

    private static void Report(string what, long started, TimeSpan processor, int rows)
    {
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"{rows:#,0} {what} in {took:0} s: {rows / took:#,0} a second, {(Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / rows:0} µs of processor time each");
    }

    private static IEnumerable<(string Name, HistoryQuery Query)> Filters()
    {
        var month = new HistoryQuery { Max = 100 };
        yield return ("everything", month);
        yield return ("client, often", month with { Client = "1.0.0.0" });
        yield return ("client, never", month with { Client = "203.0.113.9" });
        yield return ("client, all but one", month with { Client = "1.0.0.0", NotClient = true });
        yield return ("network /8", month with { Client = "7.0.0.0/8" });
        yield return ("network /24, few", month with { Client = "7.3.120.0/24" });
        yield return ("network, never", month with { Client = "2001:db8::/32" });
        yield return ("network, all IPv4", month with { Client = "0.0.0.0/0" });
        yield return ("network, all but IPv4 (never)", month with { Client = "0.0.0.0/0", NotClient = true });
        foreach (var reason in Enum.GetValues<VerdictReason>()) yield return ($"verdict {VerdictText.Badge(reason)}", month with { Reasons = [reason] });
        yield return ("verdict, all but DNSBL", month with { Reasons = [VerdictReason.Dnsbl], NotReasons = true });
        yield return ("verdict, none of the usual", month with { Reasons = [.. Enum.GetValues<VerdictReason>().Where(r => r != VerdictReason.BareNewline)], NotReasons = true });
        yield return ("done, deferred", month with { Dispositions = [VerdictDisposition.Deferred] });
        yield return ("done, dropped (never)", month with { Dispositions = [VerdictDisposition.Dropped] });
        yield return ("done, not rejected", month with { Dispositions = [VerdictDisposition.Rejected], NotDispositions = true });
        yield return ("would have (never)", month with { WouldHave = true });
        yield return ("list, often", month with { List = "zen.test" });
        yield return ("list, never", month with { List = "nobody.test" });
        yield return ("list, not by it", month with { List = "zen.test", NotList = true });
        yield return ("rank 8 and more", month with { RankFrom = 8 });
        yield return ("rank 50 and more (never)", month with { RankFrom = 50 });
        yield return ("rank not 3 to 8", month with { RankFrom = 3, RankTo = 8, NotRank = true });
        yield return ("near miss within 1", month with { NearMissWithin = 1 });
        yield return ("no near miss within 1", month with { NearMissWithin = 1, NotNearMiss = true });
        yield return ("settings version 1 (oldest)", month with { SettingsVersion = 1 });
        yield return ("settings version 99 (never)", month with { SettingsVersion = 99 });
        yield return ("settings, not version 20", month with { SettingsVersion = 20, NotSettingsVersion = true });
        foreach (var (what, often, few, never, hard) in new[] { ("HELO", "mail", "3a7.dyn.isp7", "nomatch", "mail.localhost.example"), ("sender", "@3a7", "hugo77@3a7", "nomatch", "anna.example"), ("recipient", "anna", "anna.acme-paper0@", "nomatch", "anna.billing.example") })
        {
            foreach (var (kind, text) in new[] { ("often", often), ("few", few), ("never", never), ("never, of usual parts", hard), ("never, two letters", "zq") })
            {
                yield return ($"{what}, {kind}", With(month, what, text, false));
                if (kind is "often" or "never") yield return ($"{what}, not: {kind}", With(month, what, text, true));
            }
        }

        yield return ("time, first hour", month with { To = SyntheticVerdicts.Start.AddHours(1) });
        yield return ("time, an hour in the middle", month with { From = SyntheticVerdicts.Start.AddDays(15), To = SyntheticVerdicts.Start.AddDays(15).AddHours(1) });
        yield return ("time, the last 15 min", month with { From = SyntheticVerdicts.Last.AddMinutes(-15) });
        yield return ("time, the future (never)", month with { From = SyntheticVerdicts.Last.AddDays(1) });
        yield return ("after 1,000,000 rows", month with { Before = new(SyntheticVerdicts.Start.AddDays(15), 1) });
    }

    private static HistoryQuery With(HistoryQuery query, string what, string text, bool not) => what switch
    {
        "HELO" => query with { Helo = text, NotHelo = not },
        "sender" => query with { Sender = text, NotSender = not },
        _ => query with { Recipient = text, NotRecipient = not },
    };
}
