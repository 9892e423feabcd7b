using System.CommandLine;
using AdminPanel.Postfix.Export;
using AdminPanel.Store.Settings;

namespace AdminPanel.Web.Commands;

/// <summary>
/// <c>export [--to DIR] [--reveal-secrets]</c>: the published settings as main.cf lines and tables, to standard output or as files. Never overwrites
/// files that it did not write.
/// </summary>
internal static class ExportCommand
{
    private const string FileName = "main.cf";
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    public static Command Create(string[] keys)
    {
        var to = new Option<string?>("--to") { Description = "Write main.cf and its tables into this directory instead of standard output." };
        var reveal = new Option<bool>("--reveal-secrets") { Description = "Include zones that carry a key, and the reply map that hides them from clients." };
        var command = new Command("export", "Writes the published settings as Postfix main.cf lines and tables.") { to, reveal };
        command.SetAction((parsed, cancellation) => CommandHost.RunAsync(
            keys, services => RunAsync(services.GetRequiredService<SettingsStore>(), parsed.GetValue(to), parsed.GetValue(reveal), cancellation), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(SettingsStore store, string? directory, bool reveal, CancellationToken cancellationToken)
    {
        var (newest, _) = await store.GetNewestValidAsync(cancellationToken);
        if (newest is null) return CommandOutput.Refuse("Nothing was exported:", ["no settings have been published yet; run the panel once, or import a main.cf"]);

        var export = MainCfExport.Write(newest.Settings, new() { RevealSecrets = reveal });
        if (directory is not null) return WriteFiles(export, directory, newest.Info.Version);

        Console.Out.Write(export.MainCf);
        foreach (var table in export.Tables)
        {
            Console.Out.WriteLine($"\n# {table.Name}:");
            foreach (var line in table.Text.TrimEnd('\n').Split('\n')) Console.Out.WriteLine($"#   {line}");
        }

        if (export.Tables.Length > 0) await Console.Error.WriteLineAsync("The tables are shown as comments; --to DIR writes them as files.");
        return 0;
    }

    private static int WriteFiles(ExportedSettings export, string directory, long version)
    {
        (string Name, string Text, bool Secret)[] files = [(FileName, export.MainCf, false), .. export.Tables.Select(table => (table.Name, table.Text, table.Secret))];
        try
        {
            if (Foreign(directory, files.Select(file => file.Name)) is { } foreign)
                return CommandOutput.Refuse("Nothing was exported:", [$"{foreign} exists and was not written by an export; choose an empty directory"]);

            if (OperatingSystem.IsWindows() || Directory.Exists(directory)) Directory.CreateDirectory(directory);
            else Directory.CreateDirectory(directory, Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            foreach (var (name, text, secret) in files)
            {
                var path = Path.Combine(directory, name);
                File.WriteAllText(path, text);
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, secret ? Private : Readable);
                Console.Out.WriteLine(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CommandOutput.Refuse("The export is incomplete:", [e.Message]);
        }

        Console.Out.WriteLine($"Exported version {version}.");
        foreach (var remark in export.Remarks) Console.Out.WriteLine($"  {remark}");
        return 0;
    }

    /// <summary>A file that an export would overwrite, in a directory that does not hold an earlier export.</summary>
    private static string? Foreign(string directory, IEnumerable<string> names)
    {
        var mainCf = Path.Combine(directory, FileName);
        if (File.Exists(mainCf)) return File.ReadLines(mainCf).FirstOrDefault() == MainCfExport.FirstLine ? null : mainCf;
        return names.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
    }
}
