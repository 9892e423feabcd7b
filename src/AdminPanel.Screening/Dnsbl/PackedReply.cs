using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// A reply in 24 bytes, for the thousands that are held: without latency and sharing, which are its holder's. What is not plainly "listed"
/// or "not listed" is kept as it is.
/// </summary>
internal struct PackedReply
{
    private const int Unknown = -1;

    private object? _more;
    private int _ttl;
    private int _cacheTtl;
    private Form _form;

    private enum Form : byte
    {
        None,
        NotListed,
        Listed,
        Whole,
    }

    /// <summary>What its holder notes of it.</summary>
    public byte Mark { get; set; }

    /// <summary>A number that its holder notes of it.</summary>
    public ushort Number { get; set; }

    /// <summary>A time that its holder notes of it.</summary>
    public uint Time { get; set; }

    /// <summary>False for one that holds no reply.</summary>
    public readonly bool HasReply => _form != Form.None;

    /// <summary>See <see cref="DnsblReply.Answered"/>.</summary>
    public readonly bool Answered => _form is Form.NotListed or Form.Listed || _more is DnsblReply { Answered: true };

    /// <summary>Whether it is an answer that scoring takes: neither a list that was not asked nor a listing that is withheld.</summary>
    public readonly bool Scores => _form is Form.NotListed or Form.Listed || _more is DnsblReply { Answered: true, Withheld: null, Outcome: not DnsblOutcome.NotAsked };

    /// <summary>See <see cref="DnsblReply.Outcome"/>.</summary>
    public readonly DnsblOutcome Outcome => _form switch
    {
        Form.NotListed => DnsblOutcome.NotListed,
        Form.Listed => DnsblOutcome.Listed,
        _ => (_more as DnsblReply)?.Outcome ?? DnsblOutcome.Error,
    };

    /// <summary>See <see cref="DnsblReply.Addresses"/>.</summary>
    public readonly ReadOnlySpan<uint> Addresses => _more is uint[] addresses ? addresses : _more is DnsblReply whole ? whole.Addresses.AsSpan() : default;

    /// <summary>See <see cref="DnsblReply.Ttl"/>.</summary>
    public readonly TimeSpan? Ttl => _more is DnsblReply whole ? whole.Ttl : Span(_ttl);

    /// <summary>See <see cref="DnsblReply.CacheTtl"/>.</summary>
    public readonly TimeSpan? CacheTtl => _more is DnsblReply whole ? whole.CacheTtl : Span(_cacheTtl);

    /// <summary>Packs a reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="whole">Keep it as it is: its holder has no room for its latency.</param>
    public static PackedReply Of(DnsblReply reply, bool whole = false)
    {
        var (ttl, cacheTtl) = (Seconds(reply.Ttl), Seconds(reply.CacheTtl));
        var plain = reply is { Outcome: DnsblOutcome.Listed or DnsblOutcome.NotListed, Answered: true, Error: null, Withheld: null, Trouble: DnsblTrouble.None, Needless: false };
        if (whole || !plain || ttl is null || cacheTtl is null || reply.Addresses.IsEmpty != (reply.Outcome == DnsblOutcome.NotListed)) return new PackedReply { _form = Form.Whole, _more = reply };
        var listed = reply.Outcome == DnsblOutcome.Listed;
        return new PackedReply
        {
            _form = listed ? Form.Listed : Form.NotListed,
            _more = listed ? ImmutableCollectionsMarshal.AsArray(reply.Addresses) : null,
            _ttl = ttl.Value,
            _cacheTtl = cacheTtl.Value,
        };
    }

    /// <summary>The reply, of this latency, from the cache or not; null when there is none. One that was kept whole keeps its own.</summary>
    public readonly DnsblReply? Unpack(TimeSpan latency, bool shared) => _form switch
    {
        Form.None => null,
        Form.Whole => (DnsblReply)_more!,
        _ => new DnsblReply
        {
            Outcome = Outcome,
            Addresses = _more is uint[] addresses ? ImmutableCollectionsMarshal.AsImmutableArray(addresses) : [],
            Ttl = Span(_ttl),
            CacheTtl = Span(_cacheTtl),
            Latency = latency,
            Shared = shared,
        },
    };

    /// <summary>Whole seconds, −1 for unknown; null when they do not fit.</summary>
    private static int? Seconds(TimeSpan? span)
    {
        if (span is not { } known) return Unknown;
        return known >= TimeSpan.Zero && known.Ticks % TimeSpan.TicksPerSecond == 0 && known.TotalSeconds <= int.MaxValue ? (int)known.TotalSeconds : null;
    }

    private static TimeSpan? Span(int seconds) => seconds == Unknown ? null : TimeSpan.FromSeconds(seconds);
}
