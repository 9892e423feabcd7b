namespace AdminPanel.Screening.Dnsbl;

/// <content>Asking one list after another.</content>
public sealed partial class DnsblLookup
{
    /// <summary>A list that has not answered by then no longer keeps the next one waiting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The client's fate is decided otherwise: lists that were not asked yet are not asked any more. Does nothing when all are asked at once.
    /// </summary>
    public void StopAsking()
    {
        if (_inOrder is null) return;
        Skip(_inOrder, "the decision did not need it");
        _inOrder.Stop();
    }

    private async Task AskInOrderAsync(Ordering inOrder, TimeSpan delay, TimeProvider time)
    {
        if (delay > TimeSpan.Zero) await Task.WhenAny(inOrder.Stopped, Task.Delay(delay, time)).ConfigureAwait(false);
        for (var zone = 0; zone < inOrder.Zones; zone++)
        {
            if (!inOrder.Order.Counts(zone) && inOrder.Claim(zone)) _ = Ask(zone);
        }

        while (inOrder.Next(Score.Tally.Rank) is var zone && zone >= 0)
        {
            var answer = Ask(zone);
            if (!answer.IsCompleted) await Task.WhenAny(answer, inOrder.Stopped, Task.Delay(Patience, time)).ConfigureAwait(false);
        }

        Skip(inOrder, "its answer could not have changed the outcome");
    }

    private void Skip(Ordering inOrder, string why)
    {
        for (var zone = 0; zone < inOrder.Zones; zone++)
        {
            if (inOrder.Claim(zone)) Take(zone, new DnsblReply { Outcome = DnsblOutcome.NotAsked, Needless = true, Error = why });
        }
    }

    /// <summary>Who was asked, and who answered. Thread-safe.</summary>
    private sealed class Ordering(CheapestFirst order, int zones)
    {
        private readonly Lock _lock = new();
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly bool[] _asked = new bool[zones];
        private readonly bool[] _answered = new bool[zones];

        public CheapestFirst Order { get; } = order;

        public int Zones => _asked.Length;

        public Task Stopped => _stopped.Task;

        public void Stop() => _stopped.TrySetResult();

        /// <summary>The next list, already claimed; −1 when no further one is needed.</summary>
        public int Next(int rank)
        {
            lock (_lock)
            {
                var next = Order.Next(rank, _asked, _answered);
                if (next >= 0) _asked[next] = true;
                return next;
            }
        }

        public bool Claim(int zone)
        {
            lock (_lock) return !_asked[zone] && (_asked[zone] = true);
        }

        public void Answered(int zone)
        {
            lock (_lock) _answered[zone] = true;
        }
    }
}
