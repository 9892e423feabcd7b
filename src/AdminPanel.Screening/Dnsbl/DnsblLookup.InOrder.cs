namespace AdminPanel.Screening.Dnsbl;

/// <content>Asking one list after another.</content>
public sealed partial class DnsblLookup
{
    /// <summary>A list that has not answered by then no longer keeps the next one waiting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _ordering = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool[] _asked;
    private readonly bool[] _answered;

    /// <summary>
    /// The client's fate is decided otherwise: lists that were not asked yet are not asked any more. Does nothing when all are asked at once.
    /// </summary>
    public void StopAsking()
    {
        if (_order is null) return;
        Skip("the decision did not need it");
        _stopped.TrySetResult();
    }

    private async Task AskInOrderAsync(TimeSpan delay, TimeProvider time)
    {
        if (delay > TimeSpan.Zero) await Task.WhenAny(_stopped.Task, Task.Delay(delay, time)).ConfigureAwait(false);
        for (var zone = 0; zone < _asked.Length; zone++)
        {
            if (!_order!.Counts(zone) && Claim(zone)) _ = Ask(zone);
        }

        while (Next() is var zone && zone >= 0)
        {
            var answer = Ask(zone);
            if (!answer.IsCompleted) await Task.WhenAny(answer, _stopped.Task, Task.Delay(Patience, time)).ConfigureAwait(false);
        }

        Skip("its answer could not have changed the outcome");
    }

    /// <summary>The next list, already claimed; −1 when no further one is needed.</summary>
    private int Next()
    {
        lock (_ordering)
        {
            var next = _order!.Next(Score.Tally.Rank, _asked, _answered);
            if (next >= 0) _asked[next] = true;
            return next;
        }
    }

    private bool Claim(int zone)
    {
        lock (_ordering) return !_asked[zone] && (_asked[zone] = true);
    }

    private void Skip(string why)
    {
        for (var zone = 0; zone < _asked.Length; zone++)
        {
            if (Claim(zone)) Take(zone, new DnsblReply { Outcome = DnsblOutcome.NotAsked, Needless = true, Error = why });
        }
    }
}
