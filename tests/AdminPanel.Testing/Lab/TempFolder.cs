namespace AdminPanel.Testing.Lab;

/// <summary>A folder of the test's own, removed with everything in it. Other users may read it: Postfix and rbldnsd drop their privileges.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Makes one whose name starts with <paramref name="name"/>.</summary>
    public TempFolder(string name)
    {
        Path = Directory.CreateTempSubdirectory($"adminpanel-{name}-").FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>A path inside.</summary>
    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <inheritdoc/>
    public void Dispose() => Remove(Path);

    /// <summary>Removes a folder with everything in it, as far as that is possible; one that does not exist is no trouble.</summary>
    public static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // A process or task on its way out may still create files here; a left-over temp folder fails no test.
        }
    }
}
