namespace AdminPanel.Screening.Dnsbl;

/// <summary>What a DNS response to a question for addresses says; filled in by its reader. Times to live are seconds.</summary>
internal ref struct DnsFindings
{
    private readonly Span<uint> _room;

    /// <summary>Findings that keep at most as many addresses as <paramref name="room"/> holds; further ones are passed over.</summary>
    public DnsFindings(Span<uint> room) => _room = room;

    /// <summary>The response code.</summary>
    public int Code { get; set; }

    /// <summary>The datagram had not enough room for the whole response.</summary>
    public bool Truncated { get; set; }

    /// <summary>How many addresses were found.</summary>
    public int Count { get; private set; }

    /// <summary>The A records' addresses in host byte order, in answer order.</summary>
    public readonly ReadOnlySpan<uint> Addresses => _room[..Count];

    /// <summary>The smallest time to live of an A record; null without one.</summary>
    public uint? Ttl { get; private set; }

    /// <summary>The smallest time to live of an SOA record; null without one.</summary>
    public uint? SoaTtl { get; private set; }

    /// <summary>How long "no such name" may be remembered (RFC 2308); null without an SOA record.</summary>
    public uint? NegativeTtl { get; private set; }

    /// <summary>Takes an A record.</summary>
    public void AddAddress(uint address, uint ttl)
    {
        Ttl = Smaller(Ttl, ttl);
        if (Count < _room.Length) _room[Count++] = address;
    }

    /// <summary>Takes an SOA record of the authority section.</summary>
    public void AddSoa(uint ttl, uint minimum)
    {
        SoaTtl = Smaller(SoaTtl, ttl);
        NegativeTtl = Smaller(NegativeTtl, Math.Min(Bounded(ttl), Bounded(minimum)));
    }

    private static uint Smaller(uint? known, uint ttl) => Math.Min(known ?? uint.MaxValue, Bounded(ttl));

    /// <summary>A time with the highest bit set counts as zero (RFC 2181).</summary>
    private static uint Bounded(uint ttl) => ttl > int.MaxValue ? 0 : ttl;
}
