using System.Net;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Notices when a list begins to list a far larger share of the clients than it used to (a cumulative sum test), and remembers clients that it did
/// not list, to ask about again: an attack raises the share as well, but does not put those on the list. Not thread-safe.
/// </summary>
internal sealed class DnsblShare
{
    private const int LearnFirst = 100;
    private const double Memory = 5_000;
    private const double Alarm = 7;
    private const int Remember = 16;
    private readonly (IPAddress Client, DateTimeOffset At)[] _clean = new (IPAddress, DateTimeOffset)[Remember];
    private int _cleanCount;
    private double _listed = 1;
    private double _all = 20;
    private double _sum;

    /// <summary>True while the share is far above what it was.</summary>
    public bool IsHigh => _sum >= Alarm;

    /// <summary>Counts one reply about a client.</summary>
    public void Add(IPAddress client, bool listed, DateTimeOffset now)
    {
        var usual = _listed / _all;
        if (_all >= LearnFirst && usual < 0.6)
        {
            var high = Math.Min(0.95, Math.Max(0.5, usual * 2));
            _sum = Math.Clamp(_sum + (listed ? Math.Log(high / usual) : Math.Log((1 - high) / (1 - usual))), 0, Alarm * 2);
        }

        // What is seen while it is high must not become the usual.
        if (!IsHigh)
        {
            _listed += listed ? 1 : 0;
            if (++_all > Memory) (_listed, _all) = (_listed / 2, _all / 2);
        }

        if (!listed && (_cleanCount == 0 || now - _clean[(_cleanCount - 1) % Remember].At > TimeSpan.FromSeconds(20))) _clean[_cleanCount++ % Remember] = (client, now);
    }

    /// <summary>Up to five clients that were not listed some time ago, so long that no cache remembers the answer.</summary>
    public IReadOnlyList<IPAddress> Clean(DateTimeOffset now) =>
        [.. _clean.Where(c => c.Client is not null && now - c.At > TimeSpan.FromMinutes(10)).OrderByDescending(static c => c.At).Take(5).Select(static c => c.Client)];

    /// <summary>The clients that were not listed before are still not: what is seen is real.</summary>
    public void Accept() => _sum = 0;
}
