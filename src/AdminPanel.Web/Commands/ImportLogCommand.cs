using System.CommandLine;
using AdminPanel.Postfix.Import;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.History;
using AdminPanel.Store.Preferences;
using AdminPanel.Store.Settings;
using AdminPanel.Web.Features.OldLogs;
using AdminPanel.Web.Hosting;
using Microsoft.Extensions.Options;

namespace AdminPanel.Web.Commands;

/// <summary><c>import-log FILE… [--main-cf FILE] [--time-zone NAME]</c>: logs of Postfix's postscreen become history and evidence.</summary>
internal static class ImportLogCommand
{
    public static Command Create(string[] keys)
    {
        var files = new Argument<string[]>("file") { Description = "Mail logs, plain or gzip, in any order; - is standard input.", Arity = ArgumentArity.OneOrMore };
        var mainCf = new Option<string?>("--main-cf") { Description = "The main.cf that postscreen ran with: all its lists count as asked, with their weights and its threshold." };
        var zone = new Option<string?>("--time-zone") { Description = "The zone of times that name none, e.g. Europe/Berlin; this machine's without it." };
        var command = new Command("import-log", "Reads old mail logs of postscreen and dnsblog into history and evidence.") { files, mainCf, zone };
        command.SetAction((parsed, cancellation) => RunAsync(keys, parsed.GetRequiredValue(files), parsed.GetValue(mainCf), parsed.GetValue(zone), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] keys, string[] paths, string? mainCf, string? zone, CancellationToken cancellationToken)
    {
        const string Nothing = "Nothing was imported:";
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return CommandOutput.Refuse(Nothing, [$"--time-zone: there is no zone {zone} on this machine"]);
        var imported = mainCf is null ? null : MainCfImport.ReadFile(mainCf);
        if (imported is { Settings: null }) return CommandOutput.Refuse(Nothing, imported.Problems.Select(static problem => problem.ToString()));

        string? spooled = null;
        try
        {
            var files = new List<LogFile>();
            foreach (var path in paths)
            {
                var isInput = path == "-";
                if (isInput && spooled is not null) return CommandOutput.Refuse(Nothing, ["standard input can be read once only"]);
                if (isInput) spooled = await SpoolAsync(cancellationToken);
                files.Add(LogFile.Find(isInput ? spooled! : path, isInput ? "standard input" : path));
            }

            return await CommandHost.RunAsync(keys, services => ImportAsync(services, files, imported?.Settings, zone, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return CommandOutput.Refuse("The import ended early:", [e.Message]);
        }
        finally
        {
            if (spooled is not null) File.Delete(spooled);
        }
    }

    private static async Task<int> ImportAsync(IServiceProvider services, List<LogFile> files, ScreeningSettings? mainCf, string? zone, CancellationToken cancellationToken)
    {
        // What the System page says stands over the deployment keys here too.
        var preferences = services.GetRequiredService<PreferencesStore>();
        await preferences.LoadAsync(cancellationToken);
        HistoryLimits.Apply(preferences.Current, services.GetRequiredService<IOptions<HistoryOptions>>().Value);
        var (newest, _) = await services.GetRequiredService<SettingsStore>().GetNewestValidAsync(cancellationToken);
        var order = new LogImportOrder
        {
            Files = files,
            Settings = mainCf ?? newest?.Settings ?? new ScreeningSettings(),
            HasMainCf = mainCf is not null,
            Zone = zone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(zone),
        };
        var shown = -1;
        var report = await services.GetRequiredService<LogImport>().RunAsync(
            order,
            progress =>
            {
                var percent = (int)(progress.Fraction * 100);
                if (Console.IsErrorRedirected || percent == shown) return;
                shown = percent;
                Console.Error.Write($"\r{percent,3} % {progress.Doing}\u001b[K{(percent == 100 ? "\r\u001b[K" : "")}");
            },
            cancellationToken);
        LogImportText.Write(Console.Out, report);
        return 0;
    }

    /// <summary>A log is read twice, so what comes through a pipe is kept meanwhile.</summary>
    private static async Task<string> SpoolAsync(CancellationToken cancellationToken)
    {
        PrivateFiles.MakeDefault();
        var path = Path.GetTempFileName();
        await using var input = Console.OpenStandardInput();
        await using var file = File.Create(path);
        await input.CopyToAsync(file, cancellationToken);
        return path;
    }
}
