using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Settings;
using AdminPanel.Store.Users;
using Microsoft.Data.Sqlite;

namespace AdminPanel.Store.Tests;

public sealed class DatabaseBackupsTests
{
    private static CancellationToken Cancellation => StoreFixture.Cancellation;

    [Fact]
    public async Task Restore_NextStart_BringsTheOldStateBackAndKeepsTheNew()
    {
        await using var store = await StoreFixture.CreateAsync();
        await store.Get<SettingsStore>().PublishAsync(new ScreeningSettings(), 0, "ann", "before", null, Cancellation);
        var backups = store.Get<DatabaseBackups>();
        var name = await backups.CreateAsync(ofHistory: false, Cancellation);
        await store.Get<SettingsStore>().PublishAsync(new ScreeningSettings { Dnsbl = new DnsblSettings { Threshold = 7 } }, 1, "ann", "after", null, Cancellation);

        Assert.Null(await backups.StageAsync(backups.Find(name)!, name, "ann", Cancellation));
        Assert.Equal(2, await store.Get<SettingsStore>().GetNewestVersionNumberAsync(Cancellation));
        SqliteConnection.ClearAllPools();
        await using var next = StoreFixture.Unopened(store.Directory);
        var applied = next.Get<DatabaseBackups>().Apply();
        await next.Get<DatabaseUpgrade>().RunAsync(Cancellation);

        Assert.Equal(("panel.db", name, "ann"), (applied[0].File, applied[0].From, applied[0].By));
        Assert.Equal(1, await next.Get<SettingsStore>().GetNewestVersionNumberAsync(Cancellation));
        Assert.Empty(next.Get<DatabaseBackups>().Staged());
        var kept = Assert.Single(next.Get<DatabaseBackups>().List(), static file => file.Name.Contains("replaced", StringComparison.Ordinal));
        Assert.Null(await next.Get<DatabaseBackups>().StageAsync(next.Get<DatabaseBackups>().Find(kept.Name)!, kept.Name, "ann", Cancellation));
    }

    [Fact]
    public async Task Stage_WhatIsNoUsableBackup_IsRefusedInWords()
    {
        await using var store = await StoreFixture.CreateAsync();
        var backups = store.Get<DatabaseBackups>();
        var text = Path.Combine(store.Directory, "text.db");
        await File.WriteAllTextAsync(text, string.Concat(Enumerable.Repeat("This is no database at all. ", 100)), Cancellation);
        var foreign = Path.Combine(store.Directory, "foreign.db");
        Run(foreign, "CREATE TABLE Songs (Name TEXT)");
        var newer = backups.Find(await backups.CreateAsync(ofHistory: false, Cancellation))!;
        Run(newer, "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Future', '30.0')");
        var damaged = backups.Find(await backups.CreateAsync(ofHistory: true, Cancellation))!;
        await using (var file = new FileStream(damaged, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.Contains("not an SQLite database", await backups.StageAsync(text, "x", "ann", Cancellation), StringComparison.Ordinal);
        Assert.Contains("not one of AdminPanel", await backups.StageAsync(foreign, "x", "ann", Cancellation), StringComparison.Ordinal);
        Assert.Contains("newer AdminPanel", await backups.StageAsync(newer, "x", "ann", Cancellation), StringComparison.Ordinal);
        Assert.Contains("damaged", await backups.StageAsync(damaged, "x", "ann", Cancellation), StringComparison.Ordinal);
        Assert.Empty(backups.Staged());
        Assert.Empty(Directory.GetFiles(Path.Combine(store.Directory, "restore")));
    }

    [Fact]
    public async Task Restore_Sessions_EndWithIt()
    {
        await using var store = await StoreFixture.CreateAsync();
        var backups = store.Get<DatabaseBackups>();
        await store.Get<AuditLog>().WriteAsync("ann", "kept", null, null, null, Cancellation);
        Run(Path.Combine(store.Directory, "panel.db"), "INSERT INTO Invitations VALUES ('i', 'h', 'jo', 'viewer', NULL, 1, 'ann', 9999999999999)");
        var name = await backups.CreateAsync(ofHistory: false, Cancellation);
        await backups.StageAsync(backups.Find(name)!, name, "ann", Cancellation);
        SqliteConnection.ClearAllPools();

        backups.Apply();

        Assert.Empty(await store.Get<InvitationStore>().ListAsync(Cancellation));
        Assert.Equal("kept", Assert.Single(await store.Get<AuditLog>().ListAsync(null, 10, null, Cancellation)).What);
    }

    [Theory]
    [InlineData("../panel.db")]
    [InlineData("panel-..db")]
    [InlineData("/etc/passwd")]
    [InlineData("panel-nothing.db")]
    [InlineData("other.db")]
    public async Task Find_NamesFromOutside_LeadNowhere(string name)
    {
        await using var store = await StoreFixture.CreateAsync();
        await store.Get<DatabaseBackups>().CreateAsync(ofHistory: false, Cancellation);

        Assert.Null(store.Get<DatabaseBackups>().Find(name));
        Assert.False(store.Get<DatabaseBackups>().Delete(name));
    }

    private static void Run(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
