using System.CommandLine;

namespace AdminPanel.Web.Commands;

/// <summary>The command line. Each command is one file; deployment keys (<c>--Key=value</c>) go to configuration, whichever the command.</summary>
internal static class PanelCommands
{
    /// <summary>Runs what the arguments ask for; the exit code.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("SMTP screening and its panel, postscreen-compatible. Without a command: run.");
        var (keys, rest) = DeploymentKeys.Split(args);
        var refusals = DeploymentKeys.Refusals(keys).ToList();
        if (refusals.Count > 0) return Task.FromResult(CommandOutput.Refuse("AdminPanel cannot do this:", refusals));
        root.SetAction((_, cancellation) => RunCommand.RunAsync(keys, cancellation));
        root.Add(RunCommand.Create(keys));
        root.Add(ImportCommand.Create(keys));
        root.Add(ImportLogCommand.Create(keys));
        root.Add(ExportCommand.Create(keys));
        root.Add(CheckCommand.Create(keys));
        root.Add(UserCommand.Create(keys));

        // The host handles signals itself; a second handler would cut its shutdown short.
        return root.Parse(rest).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }
}
