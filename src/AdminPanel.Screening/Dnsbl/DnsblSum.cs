namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Adds up the effects of one client's answers in order of arrival: sessions and replays score with it. A mutable value; not thread-safe.
/// </summary>
public struct DnsblSum
{
    private int _rank;
    private string? _name;
    private int _nameWeight;
    private TimeSpan? _failTtl;
    private TimeSpan? _passTtl;

    /// <summary>The sum so far.</summary>
    public readonly DnsblTally Tally => new(_rank, _name, _failTtl, _passTtl);

    /// <summary>Adds one answer.</summary>
    /// <param name="effect">What it does.</param>
    /// <param name="displayName">The zone's name in replies.</param>
    /// <param name="ttl">The answer's time to live; null when unknown.</param>
    public void Add(in DnsblEffect effect, string displayName, TimeSpan? ttl)
    {
        if (!effect.KeepsTtl) ttl = null;
        if (effect.FoldsFail) Fold(ref _failTtl, ttl);
        if (effect.FoldsPass) Fold(ref _passTtl, ttl);
        if (!effect.Matched) return;
        _rank += effect.Added;
        if (_name is null || _nameWeight < effect.NameWeight) (_name, _nameWeight) = (displayName, effect.NameWeight);
    }

    /// <summary>The smaller one wins; an unknown time replaces a known one and is replaced by the next, as −1 is in postscreen.</summary>
    private static void Fold(ref TimeSpan? current, TimeSpan? ttl)
    {
        if (current is null || ttl is null || current > ttl) current = ttl;
    }
}
