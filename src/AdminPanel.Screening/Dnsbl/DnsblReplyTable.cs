using System.Buffers.Binary;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>A question in 24 bytes.</summary>
/// <param name="High">The first half of the address, IPv4 as mapped into IPv6.</param>
/// <param name="Low">The second half.</param>
/// <param name="Zone">The zone.</param>
internal readonly record struct DnsblReplyKey(ulong High, ulong Low, string Zone)
{
    /// <summary>The key of a question.</summary>
    public static DnsblReplyKey Of(DnsblQuestion question)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (question.Client.TryWriteBytes(bytes, out var length) && length == 4)
            return new DnsblReplyKey(0, 0xFFFF_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(bytes), question.Zone);
        return new DnsblReplyKey(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), question.Zone);
    }
}

/// <summary>
/// Replies by question, about 70 bytes each: records in a few arrays that grow by a quarter, no objects. Thread-safe.
/// </summary>
internal sealed class DnsblReplyTable
{
    /// <summary>Each has a lock of its own, and is small enough that growing it moves little.</summary>
    private readonly Dictionary<DnsblReplyKey, PackedReply>[] _parts = [.. Enumerable.Range(0, 32).Select(static _ => new Dictionary<DnsblReplyKey, PackedReply>())];

    /// <summary>Replies held.</summary>
    public int Count => _parts.Sum(static part => Locked(part, static p => p.Count));

    /// <summary>Finds a reply.</summary>
    public bool TryGet(DnsblReplyKey key, out PackedReply reply)
    {
        var part = Part(key);
        lock (part) return part.TryGetValue(key, out reply);
    }

    /// <summary>Finds a reply and takes it out.</summary>
    public bool TryRemove(DnsblReplyKey key, out PackedReply reply)
    {
        var part = Part(key);
        lock (part) return part.Remove(key, out reply);
    }

    /// <summary>Puts a reply in place of the one there was; true when there was none.</summary>
    public bool Set(DnsblReplyKey key, in PackedReply reply)
    {
        var part = Part(key);
        lock (part)
        {
            if (part.Count == part.Capacity) part.EnsureCapacity(part.Count + (part.Count / 4) + 4);
            if (part.TryAdd(key, reply)) return true;
            part[key] = reply;
            return false;
        }
    }

    /// <summary>Takes out what <paramref name="match"/> accepts; returns how many they were.</summary>
    public int RemoveAll(Predicate<PackedReply> match) => _parts.Sum(part => Locked(part, p =>
    {
        var removed = 0;
        foreach (var (key, reply) in p)
        {
            if (match(reply) && p.Remove(key)) removed++;
        }

        if (p.Count < p.Capacity / 4) p.TrimExcess();
        return removed;
    }));

    private static int Locked(Dictionary<DnsblReplyKey, PackedReply> part, Func<Dictionary<DnsblReplyKey, PackedReply>, int> look)
    {
        lock (part) return look(part);
    }

    private Dictionary<DnsblReplyKey, PackedReply> Part(DnsblReplyKey key) => _parts[(uint)HashCode.Combine(key.Low, key.High) % (uint)_parts.Length];
}
