namespace AdminPanel.Web.Demo;

/// <summary>Removes the throw-away folders of processes that were killed before they could.</summary>
internal static class StaleFolders
{
    /// <summary>
    /// Removes the folders <c>NAME*</c> in the system's folder for temporary files that are older than <paramref name="age"/> and whose
    /// <c>run.lock</c> nobody holds. What cannot be removed stays.
    /// </summary>
    public static void Sweep(string name, TimeSpan age)
    {
        foreach (var folder in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories($"{name}*"))
        {
            try
            {
                if (folder.LinkTarget is not null || DateTime.UtcNow - folder.CreationTimeUtc < age || IsHeld(Path.Combine(folder.FullName, "run.lock"))) continue;
                folder.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or another process sweeps at the same moment.
            }
        }
    }

    private static bool IsHeld(string file)
    {
        if (!File.Exists(file)) return false;
        try
        {
            using var free = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
