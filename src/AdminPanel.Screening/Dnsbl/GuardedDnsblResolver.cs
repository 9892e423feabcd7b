using System.Net;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Asks the lists under the eyes of a <see cref="DnsblWatch"/>: counts each question, keeps to the budget, and lets no listing through that the
/// list has not been confirmed for. Belongs below the reply cache, so that a reply is judged once. Thread-safe.
/// </summary>
/// <param name="inner">Who really asks.</param>
/// <param name="watch">Who watches.</param>
/// <param name="time">The clock.</param>
public sealed class GuardedDnsblResolver(IDnsblResolver inner, DnsblWatch watch, TimeProvider? time = null) : IDnsblResolver
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public bool IsBusy => inner.IsBusy;

    /// <inheritdoc/>
    public async ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (watch.List(zone) is not { } list) return await inner.QueryAsync(zone, client, timeout, cancellationToken).ConfigureAwait(false);
        if (!list.TryCount()) return new DnsblReply { Outcome = DnsblOutcome.NotAsked, Error = list.Suspension?.Why, CacheTtl = TimeSpan.Zero };
        var started = _time.GetTimestamp();
        var reply = await inner.QueryAsync(zone, client, timeout, cancellationToken).ConfigureAwait(false);
        var left = timeout - _time.GetElapsedTime(started);
        return await list.JudgeAsync(client, reply, left > TimeSpan.Zero ? left : TimeSpan.Zero).ConfigureAwait(false);
    }
}
