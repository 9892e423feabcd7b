using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>A reply's time to live and whether it cost a query, in one number. Stateless.</summary>
internal static class ReplyTtl
{
    private const int FromCacheBit = 1 << 30;
    private const int Mask = FromCacheBit - 1;

    public static int Pack(ZoneReply reply)
    {
        var seconds = reply.Ttl is { } ttl ? (int)Math.Min((long)ttl.TotalSeconds + 1, Mask) : 0;
        return seconds | (reply.FromCache ? FromCacheBit : 0);
    }

    public static bool FromCache(int packed) => (packed & FromCacheBit) != 0;

    /// <summary>Seconds; −1 when unknown.</summary>
    public static int Seconds(int packed) => (packed & Mask) - 1;

    public static TimeSpan? Ttl(int packed) => Seconds(packed) is >= 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
}
