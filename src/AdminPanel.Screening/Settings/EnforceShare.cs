using System.Net;

namespace AdminPanel.Screening.Settings;

/// <summary>
/// Which clients belong to the share that an action is enforced for (<see cref="DnsblSettings.EnforceShare"/>, <see cref="GreetSettings.EnforceShare"/>).
/// A client's place is a hash of its address, the same on every machine and in every version; an IPv6 client's of its /64 network, since such a
/// client changes addresses within it. Raising the share only ever adds clients. Stateless.
/// </summary>
public static class EnforceShare
{
    /// <summary>Everybody.</summary>
    public const int Whole = 100;

    /// <summary>Whether <paramref name="client"/> belongs to the first <paramref name="share"/> percent.</summary>
    public static bool Includes(IPAddress client, int share) => share >= Whole || Place(client) < share;

    /// <summary>The client's place, 0 to 99; one client in a hundred has each.</summary>
    public static int Place(IPAddress client)
    {
        ArgumentNullException.ThrowIfNull(client);
        Span<byte> bytes = stackalloc byte[16];
        client.TryWriteBytes(bytes, out var length);
        if (client.IsIPv4MappedToIPv6)
        {
            bytes = bytes[12..];
            length = 4;
        }

        // FNV-1a, then a finalizer: neighbouring addresses must not have neighbouring places.
        var hash = 2166136261u;
        foreach (var b in bytes[..(length == 4 ? 4 : 8)]) hash = (hash ^ b) * 16777619;
        hash ^= hash >> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >> 13;
        hash *= 0xC2B2AE35;
        hash ^= hash >> 16;
        return (int)(((ulong)hash * 100) >> 32);
    }
}
