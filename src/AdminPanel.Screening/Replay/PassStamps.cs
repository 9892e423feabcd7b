using System.Runtime.CompilerServices;

namespace AdminPanel.Screening.Replay;

/// <summary>The five expiry stamps of one client, in seconds since the epoch.</summary>
[InlineArray(5)]
internal struct PassStamps
{
    /// <summary>Later than any stamp.</summary>
    public const long Never = long.MaxValue / 4;

    private const int ZeroMark = int.MinValue;
    private const int OneMark = int.MinValue + 1;
    private long _first;

    /// <summary>A stamp relative to <paramref name="second"/>; 0 and 1 keep their meaning.</summary>
    public static int Pack(long stamp, long second) => stamp switch
    {
        0 => ZeroMark,
        1 => OneMark,
        _ => (int)Math.Clamp(stamp - second, OneMark + 1, int.MaxValue),
    };

    public static PassStamps Unpack(ReadOnlySpan<int> packed, long second)
    {
        var stamps = default(PassStamps);
        for (var i = 0; i < 5; i++)
        {
            stamps[i] = packed[i] switch
            {
                ZeroMark => 0,
                OneMark => 1,
                var delta => second + delta,
            };
        }

        return stamps;
    }

    public static PassStamps All(long stamp)
    {
        var stamps = default(PassStamps);
        for (var i = 0; i < 5; i++) stamps[i] = stamp;
        return stamps;
    }

    public static bool Same(in PassStamps a, in PassStamps b) => ((ReadOnlySpan<long>)a).SequenceEqual(b);

    public static PassStamps Lower(in PassStamps a, in PassStamps b)
    {
        var stamps = default(PassStamps);
        for (var i = 0; i < 5; i++) stamps[i] = Math.Min(a[i], b[i]);
        return stamps;
    }

    public static PassStamps Upper(in PassStamps a, in PassStamps b)
    {
        var stamps = default(PassStamps);
        for (var i = 0; i < 5; i++) stamps[i] = Math.Max(a[i], b[i]);
        return stamps;
    }
}
