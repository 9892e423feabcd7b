using System.Net;
using AdminPanel.Screening.Dnsbl;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

public sealed class DnsblLookupTests
{
    private static readonly DnsblReply s_empty = DnsblScoreTests.Empty(60);
    private readonly ManualResolver _resolver = new();
    private readonly Observer _observer = new();

    [Fact]
    public void Start_CachedReplies_AllInBeforeItReturns()
    {
        _resolver.Immediate = s_empty;
        var lookup = Lookup("a.test b.test", "192.0.2.1");
        lookup.Start();
        Assert.Equal(1, _observer.AllIn);
        Assert.Equal([0, 1], _observer.Replies);
    }

    [Fact]
    public void Start_LateReplies_AllInAfterTheLast()
    {
        var lookup = Lookup("a.test*2 b.test", "192.0.2.1");
        lookup.Start();
        _resolver.Answer("b.test", DnsblScoreTests.Listed(60, "127.0.0.2"));
        Assert.Single(_observer.Replies);
        Assert.Equal(1, lookup.Score.Tally.Rank);
        Assert.Equal(0, _observer.AllIn);

        _resolver.Answer("a.test", DnsblScoreTests.Listed(60, "127.0.0.2"));
        Assert.Equal(2, _observer.Replies.Count);
        Assert.Equal(1, _observer.AllIn);
        Assert.Equal((3, "a.test"), (lookup.Score.Tally.Rank, lookup.Score.Tally.DisplayName));
    }

    [Fact]
    public void Start_OneTimeout_NeverAllIn()
    {
        Lookup("a.test b.test", "192.0.2.1").Start();
        _resolver.Answer("a.test", s_empty);
        _resolver.Answer("b.test", new DnsblReply { Outcome = DnsblOutcome.Error, Answered = false });
        Assert.Equal(2, _observer.Replies.Count);
        Assert.Equal(0, _observer.AllIn);
    }

    [Fact]
    public void Start_ResolverThrows_CountsAsNoReply()
    {
        var lookup = Lookup("a.test", "192.0.2.1");
        lookup.Start();
        _resolver.Fail("a.test", new InvalidOperationException("secret a.test"));
        Assert.Single(_observer.Replies);
        Assert.Equal(0, _observer.AllIn);
        Assert.Equal("the resolver failed (InvalidOperationException)", lookup.Score[0].Reply?.Error);
    }

    [Fact]
    public void Cancel_RepliesStillCome_ButNotAllIn()
    {
        var lookup = Lookup("a.test", "192.0.2.1");
        lookup.Start();
        lookup.Cancel();
        _resolver.Answer("a.test", s_empty);
        Assert.Single(_observer.Replies);
        Assert.Equal(0, _observer.AllIn);
    }

    [Fact]
    public void Client_MappedAddress_IsIPv4() => Assert.Equal(IPAddress.Parse("192.0.2.9"), Lookup("a.test", "::ffff:192.0.2.9").Client);

    private DnsblLookup Lookup(string sites, string client) =>
        new(DnsblScoreTests.Table(sites), _resolver, IPAddress.Parse(client), TimeSpan.FromSeconds(10), _observer);

    private sealed class Observer : IDnsblLookupObserver
    {
        public List<int> Replies { get; } = [];

        public int AllIn { get; private set; }

        public void OnReply(DnsblLookup lookup, int zone) => Replies.Add(zone);

        public void OnAllIn(DnsblLookup lookup) => AllIn++;
    }
}

/// <summary>A resolver whose replies the test gives, by zone; who waits for one continues inside <see cref="Answer"/>.</summary>
internal sealed class ManualResolver : IDnsblResolver
{
    private readonly Dictionary<string, TaskCompletionSource<DnsblReply>> _pending = [];

    public DnsblReply? Immediate { get; set; }

    public int Queries { get; private set; }

    public ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken)
    {
        lock (_pending)
        {
            Queries++;
            if (Immediate is not null) return ValueTask.FromResult(Immediate);
            _pending[zone] = new TaskCompletionSource<DnsblReply>();
            return new ValueTask<DnsblReply>(_pending[zone].Task);
        }
    }

    public void Answer(string zone, DnsblReply reply) => Inline(() => Take(zone).SetResult(reply));

    public void Fail(string zone, Exception error) => Inline(() => Take(zone).SetException(error));

    private TaskCompletionSource<DnsblReply> Take(string zone)
    {
        // The question may still be on its way through the thread pool.
        TaskCompletionSource<DnsblReply>? pending = null;
        Assert.True(SpinWait.SpinUntil(() => { lock (_pending) return _pending.TryGetValue(zone, out pending); }, Patience.Limit));
        return pending!;
    }

    /// <summary>Without a synchronization context continuations run in line.</summary>
    private static void Inline(Action action)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        action();
        SynchronizationContext.SetSynchronizationContext(context);
    }
}
