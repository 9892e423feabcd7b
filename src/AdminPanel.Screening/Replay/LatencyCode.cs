namespace AdminPanel.Screening.Replay;

/// <summary>A reply's latency in one byte, to 5 %: eight steps for each doubling, from 1 ms to an hour. Stateless.</summary>
internal static class LatencyCode
{
    /// <summary>Not known.</summary>
    public const byte Unknown = 0;

    private static readonly int[] s_milliseconds = [.. Enumerable.Range(0, 256).Select(static code => code < 2 ? 0 : (int)Math.Round(Math.Pow(2, (code - 2) / 8.0)))];

    public static byte Pack(TimeSpan? latency) => latency switch
    {
        null => Unknown,
        { TotalMilliseconds: < 1 } => 1,
        { TotalMilliseconds: var milliseconds } => (byte)Math.Min(255, 2 + Math.Round(Math.Log2(milliseconds) * 8)),
    };

    /// <summary>Milliseconds; 0 when unknown.</summary>
    public static int Milliseconds(byte code) => s_milliseconds[code];
}
