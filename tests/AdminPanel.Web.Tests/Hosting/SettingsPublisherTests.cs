using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.Settings;
using AdminPanel.Store;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Settings;
using AdminPanel.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdminPanel.Web.Tests.Hosting;

public sealed class SettingsPublisherTests : IAsyncDisposable
{
    private readonly PanelFactory _panel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SettingsSource Source => _panel.Services.GetRequiredService<SettingsSource>();

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public async Task Start_FirstTime_PublishesTheDefaultsAsVersionOne()
    {
        var versions = await _panel.Services.GetRequiredService<SettingsStore>().ListAsync(null, 10, Cancellation);

        Assert.Equal((1L, "first start"), (versions.Single().Version, versions.Single().PublishedBy));
        Assert.Equal(1, Source.Current.Version);
    }

    [Fact]
    public async Task Publish_Valid_IsInForceAtOnce()
    {
        var publisher = _panel.Services.GetRequiredService<SettingsPublisher>();

        var result = await publisher.PublishAsync(Limited(200), 1, "jo", "more room", cancellationToken: Cancellation);

        Assert.Equal(new PublishResult.Published(2), result);
        Assert.Equal((2L, 200), (Source.Current.Version, Source.Current.Settings.Limits.PreQueue));
    }

    [Fact]
    public async Task Publish_Invalid_LeavesWhatIsInForce()
    {
        var publisher = _panel.Services.GetRequiredService<SettingsPublisher>();

        var result = await publisher.PublishAsync(Limited(-1), 1, "jo", "", cancellationToken: Cancellation);

        Assert.NotEmpty(Assert.IsType<PublishResult.Invalid>(result).Problems);
        Assert.Equal(1, Source.Current.Version);
    }

    [Fact]
    public async Task Follow_AnotherProcessPublished_TakesItOverWithinItsInterval()
    {
        var followed = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Source.Changed += snapshot => followed.TrySetResult(snapshot.Version);
        await using var other = Other();

        await other.GetRequiredService<SettingsStore>().PublishAsync(Limited(300), 1, "command line", "", null, Cancellation);

        Assert.Equal(2, await followed.Task.WaitAsync(Patience.Limit, Cancellation));
        Assert.Equal(300, Source.Current.Settings.Limits.PreQueue);
    }

    [Fact]
    public async Task Start_NewestVersionIsUnusable_RunsTheOneBeforeAndSaysSo()
    {
        Directory.CreateDirectory(_panel.DataDirectory);
        await using var other = Other();
        await other.GetRequiredService<DatabaseUpgrade>().RunAsync(Cancellation);
        var store = other.GetRequiredService<SettingsStore>();
        await store.PublishAsync(Limited(200), 0, "jo", "", null, Cancellation);
        await store.PublishAsync(Limited(300), 1, "jo", "", null, Cancellation);
        await using (var context = await other.GetRequiredService<IDbContextFactory<PanelDbContext>>().CreateDbContextAsync(Cancellation))
            await context.Database.ExecuteSqlAsync($"UPDATE SettingsVersions SET Json = 'torn' WHERE Version = 2", Cancellation);

        Assert.Equal((1L, 200), (Source.Current.Version, Source.Current.Settings.Limits.PreQueue));
        Assert.Contains("1 newer version(s) cannot be used", _panel.Services.GetRequiredService<SettingsPublisher>().Trouble, StringComparison.Ordinal);
        Assert.NotEmpty(_panel.Services.GetRequiredService<PanelProblems>().Current);
    }

    [Fact]
    public async Task Follow_ValidThenUnusableBetweenTwoLooks_TakesTheValidOneAndSaysSo()
    {
        Directory.CreateDirectory(_panel.DataDirectory);
        await using var other = Other();
        await other.GetRequiredService<DatabaseUpgrade>().RunAsync(Cancellation);
        var store = other.GetRequiredService<SettingsStore>();
        await store.PublishAsync(Limited(100), 0, "jo", "", null, Cancellation);
        var source = new SettingsSource(ScreeningSnapshot.Compile(1, Limited(100)));
        using var publisher = new SettingsPublisher(store, other.GetRequiredService<DraftStore>(), source, NullLogger<SettingsPublisher>.Instance);
        await store.PublishAsync(Limited(200), 1, "jo", "", null, Cancellation);
        await store.PublishAsync(Limited(300), 2, "jo", "", null, Cancellation);
        await using (var context = await other.GetRequiredService<IDbContextFactory<PanelDbContext>>().CreateDbContextAsync(Cancellation))
            await context.Database.ExecuteSqlAsync($"UPDATE SettingsVersions SET Json = 'torn' WHERE Version = 3", Cancellation);

        await publisher.FollowAsync(Cancellation);

        Assert.Equal(2, source.Current.Version);
        Assert.Contains("Version 3", publisher.Trouble, StringComparison.Ordinal);
    }

    private static ScreeningSettings Limited(int preQueue) => new() { Limits = new LimitSettings { PreQueue = preQueue } };

    /// <summary>The stores as another process of this program has them.</summary>
    private ServiceProvider Other() => new ServiceCollection().AddLogging().AddAdminPanelStore(_panel.DataDirectory).BuildServiceProvider();
}
