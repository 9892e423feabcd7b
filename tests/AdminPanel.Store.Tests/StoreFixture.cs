using AdminPanel.Migrations.Sqlite;
using AdminPanel.Testing.Lab;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AdminPanel.Store.Tests;

/// <summary>The stores on real SQLite files in a directory of their own.</summary>
public sealed class StoreFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly bool _keep;

    private StoreFixture(string directory, bool keep, TimeProvider? time)
    {
        _keep = keep;
        Directory = directory;
        var services = new ServiceCollection().AddLogging();
        if (time is not null) services.AddSingleton(time);
        _services = services.AddAdminPanelStore(directory).BuildServiceProvider();
    }

    public string Directory { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<StoreFixture> CreateAsync(string? directory = null, TimeProvider? time = null)
    {
        var fixture = Unopened(directory, time);
        await fixture.Get<DatabaseUpgrade>().RunAsync(Cancellation);
        return fixture;
    }

    public static StoreFixture Unopened(string? directory = null, TimeProvider? time = null) =>
        new(directory ?? Path.Combine(Path.GetTempPath(), $"adminpanel-store-{Guid.NewGuid():N}"), directory is not null, time);

    public static FakeTimeProvider Clock() => new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_keep) return;
        SqliteConnection.ClearAllPools();
        TempFolder.Remove(Directory);
    }
}
