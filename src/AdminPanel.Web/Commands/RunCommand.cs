using System.CommandLine;
using AdminPanel.Web.Hosting;

namespace AdminPanel.Web.Commands;

/// <summary><c>run</c>: panel and engine, until a signal.</summary>
internal static class RunCommand
{
    public static Command Create(string[] keys)
    {
        var command = new Command("run", "Runs the panel and the screening engine.");
        command.SetAction((_, cancellation) => RunAsync(keys, cancellation));
        return command;
    }

    public static async Task<int> RunAsync(string[] keys, CancellationToken cancellationToken)
    {
        PrivateFiles.MakeDefault();
        try
        {
            await using var app = PanelHost.Build(keys);
            await app.RunAsync(cancellationToken);
            return 0;
        }
        catch (StartException refused)
        {
            return CommandOutput.Refuse("AdminPanel cannot start:", refused.Problems);
        }
        catch (IOException inUse) when (inUse.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return CommandOutput.Refuse("AdminPanel cannot start:", [$"Urls: {inUse.Message}"]);
        }
    }
}
