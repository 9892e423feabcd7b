using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Maillog;

/// <summary><c>import-log --program DIR [--megabytes N]</c>: makes a mail log and has the built program import it into an empty history.</summary>
internal static class ImportLogCommand
{
    private const int Goal = 60;

    public static Command Create()
    {
        var program = new Option<string>("--program") { Description = "The folder with AdminPanel.dll, built or published for Release.", Required = true };
        var megabytes = new Option<int>("--megabytes") { Description = "The size of the log.", DefaultValueFactory = static _ => 1_000 };
        var command = new Command("import-log", "How long a made-up mail log takes to become history and evidence.") { program, megabytes };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(program), parsed.GetValue(megabytes), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string program, int megabytes, CancellationToken cancellationToken)
    {
        using var folder = new TempFolder("import-log");
        var log = new SyntheticMaillog(seed: 1, DateTime.UtcNow, megabytes * 1_000_000L);
        await using (var file = File.Create(folder.Combine("mail.log"))) log.Write(file);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{log.Connections:N0} connections in {new FileInfo(folder.Combine("mail.log")).Length / 1e6:N0} MB"));

        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start("dotnet", [Path.Combine(program, "AdminPanel.dll"), "import-log", folder.Combine("mail.log"), $"--DataDirectory={folder.Combine("data")}"]);
        await process.WaitForExitAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(started);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{took.TotalSeconds:N1} s from start to end; goal {Goal * megabytes / 1_000.0:N0} s: {(took.TotalSeconds <= Goal * megabytes / 1_000.0 ? "met" : "missed")}"));
        return process.ExitCode;
    }
}
