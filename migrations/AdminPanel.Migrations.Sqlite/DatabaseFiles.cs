using Microsoft.Data.Sqlite;

namespace AdminPanel.Migrations.Sqlite;

/// <summary>Where the two databases lie and how they are opened.</summary>
/// <param name="Directory">The data directory.</param>
public sealed record DatabaseFiles(string Directory)
{
    /// <summary>Settings, users, audit, temporary allowlist.</summary>
    public string Panel => Path.Combine(Directory, "panel.db");

    /// <summary>Recorded connections.</summary>
    public string History => Path.Combine(Directory, "history.db");

    /// <summary>
    /// Private cache: a shared one takes table locks that ignore the busy timeout, and readers would fail with "table is locked".
    /// </summary>
    internal static string ConnectionString(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, Cache = SqliteCacheMode.Private, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
}
