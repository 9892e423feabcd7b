using System.Runtime.InteropServices;

namespace AdminPanel.Web.Hosting;

/// <summary>Everything this program writes belongs to its user alone: passwords' hashes, secret zone names and addresses are in it.</summary>
internal static partial class PrivateFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>What may be in a data directory whose databases are not made yet; a volume of its own has lost+found.</summary>
    private static readonly string[] Own = ["logs", "keys", "backups", "restore", "run.lock", "upgrade.lock", "lost+found"];

    /// <summary>New files of this process are 0600, new directories 0700.</summary>
    public static void MakeDefault()
    {
        if (!OperatingSystem.IsWindows()) _ = Umask(0b000_111_111);
    }

    /// <summary>Makes the directory, closed to others. One that exists keeps its mode: it may not be ours alone.</summary>
    public static void CreateDirectory(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
                return;
            }

            Directory.CreateDirectory(path, Owner);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartException($"DataDirectory: {path} cannot be used: {e.Message}");
        }
    }

    /// <summary>The same for the data directory, which must be new, empty or a data directory already: a slip such as <c>/var/lib</c> must not be filled with our files.</summary>
    public static void CreateDataDirectory(string path)
    {
        CreateDirectory(path);
        try
        {
            if (File.Exists(Path.Combine(path, "panel.db")) || File.Exists(Path.Combine(path, "history.db"))) return;
            if (Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).FirstOrDefault(static name => !Own.Contains(name)) is { } foreign)
                throw new StartException($"DataDirectory: {path} holds other files ({foreign}) and no data of AdminPanel; name a directory that is new or empty");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartException($"DataDirectory: {path} cannot be used: {e.Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Umask(uint mask);
}
