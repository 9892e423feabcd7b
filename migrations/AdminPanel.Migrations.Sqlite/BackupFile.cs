namespace AdminPanel.Migrations.Sqlite;

/// <summary>A kept copy of a database.</summary>
/// <param name="Name">Its file name in <c>backups/</c>.</param>
/// <param name="IsHistory">True for connections (history.db), false for settings, users and audit (panel.db).</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Bytes">Its size.</param>
public sealed record BackupFile(string Name, bool IsHistory, DateTimeOffset At, long Bytes);

/// <summary>A database that takes its place with the next start.</summary>
/// <param name="File"><c>panel.db</c> or <c>history.db</c>.</param>
/// <param name="From">What it was restored from, as the administrator named it.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="At">When, UTC.</param>
public sealed record StagedRestore(string File, string From, string By, DateTimeOffset At);
