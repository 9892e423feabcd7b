using System.CommandLine;
using AdminPanel.Web.Demo;
using AdminPanel.Web.Hosting;

namespace AdminPanel.Web.Commands;

/// <summary><c>run</c>: panel and engine, until a signal.</summary>
internal static class RunCommand
{
    public static Command Create(string[] keys)
    {
        var command = new Command("run", "Runs the panel and the screening engine.");
        var demo = new Option<bool>("--demo")
        {
            Description = "Shows the product at work: made-up blocklists, a sink mail server and traffic from loopback addresses, in a throw-away data directory.",
        };
        command.Add(demo);
        command.SetAction((parsed, cancellation) => parsed.GetValue(demo) ? RunDemoAsync(keys, cancellation) : RunAsync(keys, cancellation));
        return command;
    }

    public static Task<int> RunAsync(string[] keys, CancellationToken cancellationToken) => RunAsync(keys, null, cancellationToken);

    private static async Task<int> RunDemoAsync(string[] keys, CancellationToken cancellationToken)
    {
        using var demo = new DemoHost();
        Console.Out.WriteLine("Preparing the demonstration: a day of made-up connections …");
        var ownKeys = (await demo.StartAsync(cancellationToken)).Select(static pair => $"--{pair.Key}={pair.Value}");
        return await RunAsync([.. ownKeys, .. keys], demo.AddServices, cancellationToken);
    }

    private static async Task<int> RunAsync(string[] keys, Action<IServiceCollection>? addServices, CancellationToken cancellationToken)
    {
        PrivateFiles.MakeDefault();
        try
        {
            await using var app = PanelHost.Build(keys, addServices: addServices);
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
