using System.CommandLine;
using AdminPanel.Postfix.Import;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Settings;

namespace AdminPanel.Web.Commands;

/// <summary>
/// <c>import FILE [--draft] [--comment TEXT]</c>: takes over a Postfix main.cf. Tells what was taken, translated and left out; a file with problems
/// stores nothing (exit code 1); lines that Postfix itself passes over are named, and the exit code is 2. A running panel follows within 2 s.
/// </summary>
internal static class ImportCommand
{
    private const string Who = "command line";

    /// <summary>The exit code of an import that is in but for lines that Postfix does not understand either.</summary>
    private const int WithSkippedLines = 2;

    public static Command Create(string[] keys)
    {
        var file = new Argument<string>("file") { Description = "The main.cf; tables it names are read beside it." };
        var draft = new Option<bool>("--draft") { Description = "Save as the working draft, to be reviewed in the panel, instead of publishing." };
        var comment = new Option<string?>("--comment") { Description = "Why, for the history of changes." };
        var command = new Command("import", "Takes over the screening settings of a Postfix main.cf.") { file, draft, comment };
        command.SetAction((parsed, cancellation) =>
            RunAsync(keys, parsed.GetRequiredValue(file), parsed.GetValue(draft), parsed.GetValue(comment), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] keys, string file, bool draft, string? comment, CancellationToken cancellationToken)
    {
        // The store is opened only when there is something to put into it.
        var result = MainCfImport.ReadFile(file);
        if (result.Settings is not { } settings)
            return CommandOutput.Refuse("Nothing was imported; mend these first:", result.Problems.Select(problem => problem.ToString()));

        Print("Taken:", result.Taken.Select(taken => taken.ToString()));
        Print("Please note:", result.Remarks.Select(remark => remark.ToString()));
        Print("Passed over, as Postfix does:", result.Skipped.Select(skipped => skipped.ToString()));
        var code = await CommandHost.RunAsync(
            keys,
            services => draft
                ? SaveAsync(services.GetRequiredService<DraftStore>(), settings, cancellationToken)
                : PublishAsync(services.GetRequiredService<SettingsStore>(), settings, comment ?? $"Imported from {Path.GetFullPath(file)}", cancellationToken),
            cancellationToken);
        if (code != 0 || result.Skipped.IsEmpty) return code;
        Console.Error.WriteLine($"The rest is in; {result.Skipped.Length} {(result.Skipped.Length == 1 ? "line was" : "lines were")} passed over, see above.");
        return WithSkippedLines;
    }

    private static async Task<int> PublishAsync(SettingsStore store, ScreeningSettings settings, string comment, CancellationToken cancellationToken)
    {
        var newest = await store.GetNewestVersionNumberAsync(cancellationToken);
        switch (await store.PublishAsync(settings, newest, Who, comment, null, cancellationToken))
        {
            case PublishResult.Published published:
                Console.Out.WriteLine($"Published as version {published.Version}.");
                return 0;
            case PublishResult.Unchanged unchanged:
                Console.Out.WriteLine($"Nothing to publish: version {unchanged.Version} has the same settings.");
                return 0;
            case PublishResult.Conflict conflict:
                return CommandOutput.Refuse("Nothing was imported:", [$"{conflict.By} published version {conflict.CurrentVersion} at the same moment; try again"]);
            case PublishResult.Invalid invalid:
                return CommandOutput.Refuse("Nothing was imported:", invalid.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => $"{problem.Path}: {problem.Message}"));
            default:
                throw new InvalidOperationException("An unknown way to end a publish.");
        }
    }

    private static async Task<int> SaveAsync(DraftStore drafts, ScreeningSettings settings, CancellationToken cancellationToken)
    {
        var standing = await drafts.GetAsync(cancellationToken);
        if (standing is { Revision: > 0, UpdatedBy: not Who })
            return CommandOutput.Refuse("Nothing was imported:", [$"there is a draft by {standing.UpdatedBy}; publish or discard it in the panel first"]);

        if (await drafts.SaveAsync(settings, standing.Revision, Who, cancellationToken) is SaveDraftResult.Conflict { Theirs: var theirs })
            return CommandOutput.Refuse("Nothing was imported:", [$"{theirs.UpdatedBy} saved a draft at the same moment"]);

        Console.Out.WriteLine("Saved as the working draft; review and publish it in the panel.");
        return 0;
    }

    private static void Print(string headline, IEnumerable<string> lines)
    {
        var any = false;
        foreach (var line in lines)
        {
            if (!any) Console.Out.WriteLine(headline);
            any = true;
            Console.Out.WriteLine($"  {line}");
        }
    }
}
