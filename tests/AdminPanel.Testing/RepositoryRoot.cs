namespace AdminPanel.Testing;

/// <summary>Finds the top of the source tree from wherever a test runs.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder that holds <c>AdminPanel.sln</c>.</summary>
    public static string Path { get; } = Find();

    /// <summary>A path below the top.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "AdminPanel.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No AdminPanel.sln above {AppContext.BaseDirectory}.");
    }
}
