using System.Buffers.Binary;
using System.Net;

namespace AdminPanel.Web.Demo;

/// <summary>What the demonstration's blocklists know: a fixed function of the client's address, so that every run tells the same story.</summary>
internal static class DemoLists
{
    public const string Zen = "zen.lists.test";
    public const string Botnets = "botnets.lists.test";
    public const string Spammers = "spammers.lists.test";
    public const string Backscatter = "backscatter.lists.test";
    public const string Slow = "slow.lists.test";
    public const string Fresh = "fresh.lists.test";
    public const string KnownGood = "known-good.lists.test";

    public static IReadOnlyList<string> Zones { get; } = [Zen, Botnets, Spammers, Backscatter, Slow, Fresh, KnownGood];

    /// <summary>The last octet's answer for a client, as a dotted address; null when the list does not know it.</summary>
    public static string? Answer(string zone, IPAddress client)
    {
        var octets = client.GetAddressBytes();
        if (octets is not [127, var group, _, _]) return null;

        // Every list in use lists the test address (RFC 5782, section 5).
        if (octets is [127, 0, 0, 2]) return zone == KnownGood ? "127.0.5.2" : "127.0.0.2";
        var dice = Dice(octets);
        return (zone, group) switch
        {
            (Zen, 20) => "127.0.0.4",
            (Zen, 21) => "127.0.0.3",
            (Zen, 23) => "127.0.0.10",
            (Zen, 30 or 40) when dice % 2 == 0 => "127.0.0.4",
            (Botnets, 20) => "127.0.0.2",
            (Botnets, 30) when dice % 3 == 0 => "127.0.0.2",
            (Spammers, 20) when dice % 3 == 0 => "127.0.0.2",
            (Spammers, 21) when dice % 2 == 0 => "127.0.0.2",
            (Spammers, 22) when dice % 2 == 0 => "127.0.0.2",
            (Backscatter, 22) when dice % 2 == 1 => "127.0.0.2",
            (Backscatter, 10) when dice % 20 == 0 => "127.0.0.2",
            (Slow, 20 or 21) when dice % 2 == 0 => "127.0.0.2",
            (Slow, 11) when dice % 12 == 0 => "127.0.0.2",
            (Fresh, 22) when dice % 5 != 0 => "127.0.0.2",
            (Fresh, 20) when dice % 4 == 0 => "127.0.0.2",
            (Fresh, 40) when dice % 3 == 0 => "127.0.0.2",
            (KnownGood, 50) => "127.0.5.2",
            _ => null,
        };
    }

    /// <summary>How long a list takes to answer, and whether it fails this time.</summary>
    public static (TimeSpan Latency, bool Fails) Manner(string zone, Random random) => zone == Slow
        ? (TimeSpan.FromMilliseconds(250 + random.Next(900)), random.Next(12) == 0)
        : (TimeSpan.FromMilliseconds(4 + random.NextDouble() * random.NextDouble() * 60), false);

    private static uint Dice(byte[] octets)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(octets) * 2_654_435_761u;
        return value >> 8;
    }
}
