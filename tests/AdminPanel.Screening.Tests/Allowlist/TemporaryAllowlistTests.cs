using System.Net;
using AdminPanel.Screening.Allowlist;
using Xunit;

namespace AdminPanel.Screening.Tests.Allowlist;

public sealed class TemporaryAllowlistTests
{
    private static readonly bool[] EarlyChecks = [true, true, false, false, false];

    [Fact]
    public void Store_WhenFull_ForgetsWhoseTimeEndsFirst()
    {
        var list = new TemporaryAllowlist(capacity: 2);
        list.Store(Client(1), new ExpiryStamps(100, 100, 1, 1, 1));
        list.Store(Client(2), new ExpiryStamps(200, 200, 1, 1, 1));

        list.Store(Client(3), new ExpiryStamps(300, 300, 1, 1, 1));

        Assert.False(list.TryGet(Client(1), out _));
        Assert.True(list.TryGet(Client(2), out _));
        Assert.True(list.TryGet(Client(3), out _));
        Assert.Equal(1, list.Evicted);
    }

    [Fact]
    public void CleanUp_DropsWhoWasDueBeforeTheRetentionTime()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_000_000);
        var list = new TemporaryAllowlist();
        list.Store(Client(1), new ExpiryStamps(999_000, 999_000, 1, 1, 1));
        list.Store(Client(2), new ExpiryStamps(2_000_000, 900_000, 1, 1, 1));

        var result = list.CleanUp(EarlyChecks, now, TimeSpan.FromSeconds(2_000));

        Assert.Equal((1, 1), result);
        Assert.True(list.TryGet(Client(1), out _));
    }

    [Fact]
    public void TakeChanges_GivesEachChangeOnceAndTakesBackWhatTheJournalRefused()
    {
        var list = new TemporaryAllowlist();
        list.Store(Client(1), new ExpiryStamps(1, 2, 3, 4, 5));
        list.Store(Client(2), new ExpiryStamps(1, 2, 3, 4, 5));
        list.Remove(Client(2));

        var first = list.TakeChanges(10);
        var nothing = list.TakeChanges(10);
        list.PutBack(first);
        var again = list.TakeChanges(10);

        Assert.Equal(2, first.Count);
        Assert.Null(first.Single(static c => c.Client.Equals(Client(2))).Stamps);
        Assert.Empty(nothing);
        Assert.Equal(2, again.Count);
    }

    [Fact]
    public void Stamps_ReadAsPostscreensRecord() =>
        Assert.Equal("1795441610;1795355270;1797947210;1;1", new ExpiryStamps(1_795_441_610, 1_795_355_270, 1_797_947_210, 1, 1).ToString());

    private static IPAddress Client(int i) => new([192, 0, 2, (byte)i]);
}
