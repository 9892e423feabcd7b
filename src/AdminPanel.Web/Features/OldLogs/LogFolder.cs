namespace AdminPanel.Web.Features.OldLogs;

/// <summary>The files on the server that the page may read: logs below one folder, wherever links lead. The command line may read any.</summary>
internal static class LogFolder
{
    /// <summary>Where logs are.</summary>
    public const string Root = "/var/log";

    /// <summary>The mail logs that lie there, newest first.</summary>
    public static IReadOnlyList<LogFile> Find()
    {
        try
        {
            return [.. Directory.EnumerateFiles(Root, "mail*").Where(static path => IsWithin(path)).Select(static path => LogFile.Find(path)).OrderByDescending(static file => file.WrittenAt).Take(40)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing to offer: the page then asks for an upload.
            return [];
        }
    }

    /// <summary>Whether the file is one of the folder's, also when links are followed.</summary>
    public static bool IsWithin(string path)
    {
        var full = Path.GetFullPath(path);
        var target = new FileInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        return full.StartsWith(Root + "/", StringComparison.Ordinal) && target.StartsWith(Root + "/", StringComparison.Ordinal);
    }
}
