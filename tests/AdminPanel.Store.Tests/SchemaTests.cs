using AdminPanel.Migrations.Sqlite;
using AdminPanel.Store.Audit;
using AdminPanel.Testing.Lab;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SchemaTests
{
    [Fact]
    public async Task Model_PanelAndHistory_HaveNoPendingChange()
    {
        await using var store = await StoreFixture.CreateAsync();
        await using var panel = await store.Get<IDbContextFactory<PanelDbContext>>().CreateDbContextAsync(StoreFixture.Cancellation);
        await using var history = await store.Get<IDbContextFactory<HistoryDbContext>>().CreateDbContextAsync(StoreFixture.Cancellation);

        Assert.False(panel.Database.HasPendingModelChanges());
        Assert.False(history.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Upgrade_EmptyDirectory_MakesFilesForTheOwnerOnly()
    {
        await using var store = await StoreFixture.CreateAsync();

        foreach (var name in (string[])["panel.db", "history.db"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(store.Directory, name)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(store.Directory));
        Assert.False(Directory.Exists(Path.Combine(store.Directory, "backups")));
    }

    [Fact]
    public async Task Upgrade_PasskeyTable_Exists()
    {
        await using var store = await StoreFixture.CreateAsync();

        Assert.Equal(1L, Scalar(store, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'AspNetUserPasskeys'"));
    }

    [Fact]
    public async Task Upgrade_KilledUpgradeLeftItsLock_ClearsItAndBacksUpFirst()
    {
        await using var store = await StoreFixture.CreateAsync();
        Scalar(store, "DELETE FROM __EFMigrationsHistory");
        while (Scalar(store, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' LIMIT 1") is string table)
            Scalar(store, $"DROP TABLE \"{table}\"");
        Scalar(store, "CREATE TABLE IF NOT EXISTS __EFMigrationsLock (Id INTEGER PRIMARY KEY, Timestamp TEXT NOT NULL)");
        Scalar(store, "INSERT INTO __EFMigrationsLock VALUES (1, '2026-01-01')");

        await using var again = await StoreFixture.CreateAsync(store.Directory);

        Assert.Equal(await PanelMigrationsAsync(again), Scalar(again, "SELECT COUNT(*) FROM __EFMigrationsHistory"));
        Assert.Single(Directory.GetFiles(Path.Combine(store.Directory, "backups"), "panel-*.db"));
    }

    [Fact]
    public async Task Upgrade_ManyProcessesAtOnce_AllSucceed()
    {
        var directory = Path.Combine(Path.GetTempPath(), $"adminpanel-store-{Guid.NewGuid():N}");
        var fixtures = Enumerable.Range(0, 4).Select(_ => StoreFixture.Unopened(directory)).ToArray();

        await Task.WhenAll(fixtures.Select(f => f.Get<DatabaseUpgrade>().RunAsync(StoreFixture.Cancellation)));

        Assert.Equal(await PanelMigrationsAsync(fixtures[0]), Scalar(fixtures[0], "SELECT COUNT(*) FROM __EFMigrationsHistory"));
        foreach (var fixture in fixtures) await fixture.DisposeAsync();
        SqliteConnection.ClearAllPools();
        TempFolder.Remove(directory);
    }

    [Fact]
    public async Task Connection_Opened_HasOurPragmas()
    {
        await using var store = await StoreFixture.CreateAsync();
        await using var panel = await store.Get<IDbContextFactory<PanelDbContext>>().CreateDbContextAsync(StoreFixture.Cancellation);
        await panel.Database.OpenConnectionAsync(StoreFixture.Cancellation);

        string Pragma(string name)
        {
            using var command = panel.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            return command.ExecuteScalar()!.ToString()!;
        }

        Assert.Equal("wal", Pragma("journal_mode"));
        Assert.Equal("1", Pragma("synchronous"));
        Assert.Equal("1", Pragma("foreign_keys"));
        Assert.Equal("5000", Pragma("busy_timeout"));
    }

    [Theory]
    [InlineData("UPDATE Audit SET Who = 'nobody'")]
    [InlineData("DELETE FROM Audit")]
    public async Task Audit_UpdateOrDelete_IsRefusedByTheDatabase(string sql)
    {
        await using var store = await StoreFixture.CreateAsync();
        await store.Get<AuditLog>().WriteAsync("jo", "published", null, null, null, StoreFixture.Cancellation);

        var refused = Assert.Throws<SqliteException>(() => Scalar(store, sql));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal("jo", Assert.Single(await store.Get<AuditLog>().ListAsync(null, 10, null, StoreFixture.Cancellation)).Who);
    }

    private static async Task<long> PanelMigrationsAsync(StoreFixture store)
    {
        await using var panel = await store.Get<IDbContextFactory<PanelDbContext>>().CreateDbContextAsync(StoreFixture.Cancellation);
        return panel.Database.GetMigrations().Count();
    }

    private static object? Scalar(StoreFixture store, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(store.Directory, "panel.db")};Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
