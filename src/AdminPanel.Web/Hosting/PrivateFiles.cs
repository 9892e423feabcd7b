using System.Runtime.InteropServices;

namespace AdminPanel.Web.Hosting;

/// <summary>Everything this program writes belongs to its user alone: passwords' hashes, secret zone names and addresses are in it.</summary>
internal static partial class PrivateFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>New files of this process are 0600, new directories 0700.</summary>
    public static void MakeDefault()
    {
        if (!OperatingSystem.IsWindows()) _ = Umask(0b000_111_111);
    }

    /// <summary>Makes the directory, and closes it to others when it was open.</summary>
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
            if (File.GetUnixFileMode(path) != Owner) File.SetUnixFileMode(path, Owner);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartException($"DataDirectory: {path} cannot be used: {e.Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Umask(uint mask);
}
