using System.Buffers.Binary;
using System.Collections.Immutable;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.Evidence;

/// <summary>
/// The stored form of <see cref="DecisionEvidence"/>: about 60 bytes for five lists. Numbers have variable length, times are relative to the
/// connection's, zones are numbers of <see cref="EvidenceZoneRow"/>. Stateless.
/// </summary>
internal static class EvidenceCodec
{
    private const byte Version = 1;
    private const int StampCount = 5;

    public static byte[] Write(DecisionEvidence evidence, DateTimeOffset connectedAt, Func<ZoneReply, int> zone)
    {
        using var bytes = new MemoryStream(96);
        using var to = new BinaryWriter(bytes);
        to.Write(Version);
        var flags = (evidence.Shared ? 1 : 0) | (evidence.PassNewTaken ? 2 : 0) | (evidence.Veto ? 4 : 0) | (evidence.FromLog ? 8 : 0)
            | (evidence.StampsAfter.IsDefault ? 0 : 16);
        to.Write((byte)flags);
        to.Write((byte)evidence.Passes);
        to.Write((byte)evidence.Todo);
        if (evidence.Passes == KnownPasses.Exact) WriteStamps(to, evidence.StampsBefore, connectedAt);
        if (!evidence.StampsAfter.IsDefault) WriteStamps(to, evidence.StampsAfter, connectedAt);

        to.Write7BitEncodedInt(evidence.Moments.Length);
        foreach (var (kind, at) in evidence.Moments)
        {
            to.Write((byte)kind);
            to.Write7BitEncodedInt64(Math.Max(0, at.ToUnixTimeMilliseconds() - connectedAt.ToUnixTimeMilliseconds()));
        }

        to.Write7BitEncodedInt(evidence.Replies.Length);
        foreach (var reply in evidence.Replies) WriteReply(to, reply, zone(reply));
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote. Throws <see cref="FormatException"/> for a version of a newer program.</summary>
    public static DecisionEvidence Read(byte[] data, DateTimeOffset connectedAt, Func<int, (string Digest, string List)> zone)
    {
        using var from = new BinaryReader(new MemoryStream(data));
        if (from.ReadByte() is var version && version != Version) throw new FormatException($"Evidence has version {version}; this program knows {Version}.");
        var flags = from.ReadByte();
        var passes = (KnownPasses)from.ReadByte();
        var todo = from.ReadByte();
        var before = passes == KnownPasses.Exact ? ReadStamps(from, connectedAt) : default;
        var after = (flags & 16) != 0 ? ReadStamps(from, connectedAt) : default;
        var start = connectedAt.ToUnixTimeMilliseconds();
        var moments = new SessionMoment[from.Read7BitEncodedInt()];
        for (var i = 0; i < moments.Length; i++)
            moments[i] = new SessionMoment((SessionMomentKind)from.ReadByte(), DateTimeOffset.FromUnixTimeMilliseconds(start + from.Read7BitEncodedInt64()));
        var replies = new ZoneReply[from.Read7BitEncodedInt()];
        for (var i = 0; i < replies.Length; i++) replies[i] = ReadReply(from, zone);
        return new DecisionEvidence
        {
            Passes = passes,
            StampsBefore = before,
            StampsAfter = after,
            Todo = todo,
            Shared = (flags & 1) != 0,
            PassNewTaken = (flags & 2) != 0,
            Veto = (flags & 4) != 0,
            FromLog = (flags & 8) != 0,
            Moments = ImmutableArray.Create(moments),
            Replies = ImmutableArray.Create(replies),
        };
    }

    private static void WriteReply(BinaryWriter to, ZoneReply reply, int zone)
    {
        to.Write7BitEncodedInt(zone);
        to.Write((byte)((int)reply.State | ((int)reply.Answer << 3) | (reply.FromCache ? 64 : 0)));
        to.Write7BitEncodedInt64(reply.Ttl is { } ttl ? (long)ttl.TotalSeconds + 1 : 0);
        to.Write7BitEncodedInt64(reply.Latency is { } latency ? (long)latency.TotalMilliseconds + 1 : 0);
        if (reply.Answer != ZoneAnswer.Listed) return;
        to.Write7BitEncodedInt(reply.Codes.Length);
        foreach (var code in reply.Codes) to.Write(BinaryPrimitives.ReverseEndianness(code));
    }

    private static ZoneReply ReadReply(BinaryReader from, Func<int, (string Digest, string List)> zone)
    {
        var (digest, list) = zone(from.Read7BitEncodedInt());
        var bits = from.ReadByte();
        var ttl = from.Read7BitEncodedInt64();
        var latency = from.Read7BitEncodedInt64();
        var answer = (ZoneAnswer)((bits >> 3) & 7);
        var codes = new uint[answer == ZoneAnswer.Listed ? from.Read7BitEncodedInt() : 0];
        for (var i = 0; i < codes.Length; i++) codes[i] = BinaryPrimitives.ReverseEndianness(from.ReadUInt32());
        return new ZoneReply(digest, (ZoneReplyState)(bits & 7), answer)
        {
            List = list,
            Codes = ImmutableArray.Create(codes),
            Ttl = ttl == 0 ? null : TimeSpan.FromSeconds(ttl - 1),
            Latency = latency == 0 ? null : TimeSpan.FromMilliseconds(latency - 1),
            FromCache = (bits & 64) != 0,
        };
    }

    /// <summary>0 and 1 stand for themselves (never passed); other stamps are seconds from the connection on, with their sign in the lowest bit.</summary>
    private static void WriteStamps(BinaryWriter to, ImmutableArray<long> stamps, DateTimeOffset connectedAt)
    {
        var start = connectedAt.ToUnixTimeSeconds();
        foreach (var stamp in stamps)
        {
            var delta = stamp - start;
            to.Write7BitEncodedInt64(stamp is 0 or 1 ? stamp : 2 + ((delta << 1) ^ (delta >> 63)));
        }
    }

    private static ImmutableArray<long> ReadStamps(BinaryReader from, DateTimeOffset connectedAt)
    {
        var start = connectedAt.ToUnixTimeSeconds();
        var stamps = new long[StampCount];
        for (var i = 0; i < StampCount; i++)
        {
            var coded = from.Read7BitEncodedInt64();
            var zigzag = (ulong)(coded - 2);
            stamps[i] = coded is 0 or 1 ? coded : start + ((long)(zigzag >> 1) ^ -(long)(zigzag & 1));
        }

        return ImmutableArray.Create(stamps);
    }
}
