using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>
/// Recorded connections in memory, packed for replays: about 100 bytes each, and one for each answer, when answers repeat. Grows as connections are added; a
/// <see cref="View"/> of a range is made once and replayed many times. Thread-safe.
/// </summary>
public sealed class EvidenceArchive
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _clientIds = [];
    private readonly List<IPAddress> _clients = [];
    private readonly AnswerBook _answers = new();
    private readonly SequencePool _vectors = new();
    private readonly SequencePool _scripts = new();
    private readonly SequencePool _stamps = new();
    private readonly Dictionary<long, int> _rowOfKey = [];
    private ArchiveRow[] _rows = new ArchiveRow[1_024];
    private byte[] _latencies = new byte[8_192];
    private int _latencyCount;
    private int _count;

    /// <summary>Number of connections held.</summary>
    public int Count
    {
        get { lock (_lock) return _count; }
    }

    /// <summary>Number of distinct sets of answers.</summary>
    public int Vectors
    {
        get { lock (_lock) return _vectors.Count; }
    }

    /// <summary>Adds a connection, in any order of time; one that is here already is passed over.</summary>
    public void Add(RecordedConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        lock (_lock)
        {
            if (!_rowOfKey.TryAdd(connection.Key, _count)) return;
            if (_count == _rows.Length) Array.Resize(ref _rows, _count * 2);
            _rows[_count++] = Pack(connection);
        }
    }

    /// <summary>Sets what a connection's mail turned out to be; nothing when the connection is not here.</summary>
    public void SetLabel(long key, MailLabel label)
    {
        lock (_lock)
        {
            if (_rowOfKey.TryGetValue(key, out var row)) _rows[row].Label = (byte)label;
        }
    }

    /// <summary>A fixed view of the connections of a range of time, at most the newest <paramref name="newest"/>.</summary>
    public ReplayView View(DateTimeOffset? from = null, DateTimeOffset? to = null, int newest = int.MaxValue, Func<long, bool>? version = null)
    {
        lock (_lock)
        {
            var first = from?.ToUnixTimeMilliseconds() ?? long.MinValue;
            var end = to?.ToUnixTimeMilliseconds() ?? long.MaxValue;
            var chosen = new int[_count];
            var rows = 0;
            for (var i = 0; i < _count; i++)
            {
                ref readonly var row = ref _rows[i];
                if (row.At < first || row.At >= end) continue;
                chosen[rows++] = i;
            }

            var indexes = chosen.AsSpan(0, rows);
            if (rows > newest)
            {
                indexes.Sort((a, b) => _rows[a].At != _rows[b].At ? _rows[a].At.CompareTo(_rows[b].At) : _rows[a].Key.CompareTo(_rows[b].Key));
                indexes = indexes[^newest..];
            }

            return ReplayView.Make(_rows, indexes, [.. _clients], _answers.Frozen, _vectors.Frozen, _scripts.Frozen, _stamps.Frozen, _latencies, version);
        }
    }

    private ArchiveRow Pack(RecordedConnection connection)
    {
        var evidence = connection.Evidence;
        var at = connection.ConnectedAt.ToUnixTimeMilliseconds();
        var second = connection.ConnectedAt.ToUnixTimeSeconds();
        return new ArchiveRow
        {
            Key = connection.Key,
            At = at,
            Version = (int)connection.SettingsVersion,
            Client = ClientId(connection.Client),
            Vector = Vector(evidence),
            Latency = Latencies(evidence),
            Script = Script(evidence, second),
            Before = connection.Before.Code,
            Passes = (byte)evidence.Passes,
            StampsBefore = Stamps(evidence.StampsBefore, second),
            StampsAfter = Stamps(evidence.StampsAfter, second),
            Flags = (byte)((evidence.Shared ? ArchiveRow.SharedFlag : 0) | (evidence.PassNewTaken ? ArchiveRow.PassNewTakenFlag : 0)
                | (evidence.Veto ? ArchiveRow.VetoFlag : 0) | (evidence.FromLog ? ArchiveRow.FromLogFlag : 0)),
        };
    }

    private int ClientId(IPAddress client)
    {
        if (_clientIds.TryGetValue(client, out var id)) return id;
        _clients.Add(client);
        return _clientIds[client] = _clients.Count - 1;
    }

    /// <summary>The answers in order of arrival, each as its number and its time to live (see <see cref="ReplyTtl"/>).</summary>
    private int Vector(DecisionEvidence evidence)
    {
        Span<int> numbers = stackalloc int[Math.Min(evidence.Replies.Length, 256) * 2];
        for (var i = 0; i < numbers.Length / 2; i++)
        {
            var reply = evidence.Replies[i];
            numbers[2 * i] = _answers.Intern(reply);
            numbers[(2 * i) + 1] = ReplyTtl.Pack(reply);
        }

        return _vectors.Intern(numbers);
    }

    /// <summary>Where the latencies of the answers begin, in the same order.</summary>
    private int Latencies(DecisionEvidence evidence)
    {
        var start = _latencyCount;
        if (start + 256 > _latencies.Length) Array.Resize(ref _latencies, _latencies.Length * 2);
        foreach (var reply in evidence.Replies.AsSpan()[..Math.Min(evidence.Replies.Length, 256)]) _latencies[_latencyCount++] = LatencyCode.Pack(reply.Latency);
        return start;
    }

    /// <summary>The checks to take, then each moment's kind and its seconds after the connection.</summary>
    private int Script(DecisionEvidence evidence, long second)
    {
        Span<int> numbers = stackalloc int[1 + (Math.Min(evidence.Moments.Length, 32) * 2)];
        numbers[0] = evidence.Todo;
        for (var i = 0; i < numbers.Length / 2; i++)
        {
            numbers[1 + (2 * i)] = (int)evidence.Moments[i].Kind;
            numbers[2 + (2 * i)] = (int)(evidence.Moments[i].At.ToUnixTimeSeconds() - second);
        }

        return _scripts.Intern(numbers);
    }

    private int Stamps(ImmutableArray<long> stamps, long second)
    {
        if (stamps.IsDefault) return -1;
        Span<int> numbers = stackalloc int[5];
        for (var i = 0; i < 5; i++) numbers[i] = PassStamps.Pack(stamps[i], second);
        return _stamps.Intern(numbers);
    }
}

/// <summary>One packed connection.</summary>
internal struct ArchiveRow
{
    public const byte SharedFlag = 1;
    public const byte PassNewTakenFlag = 2;
    public const byte VetoFlag = 4;
    public const byte FromLogFlag = 8;

    public long Key;

    /// <summary>Milliseconds since the epoch.</summary>
    public long At;
    public int Version;
    public int Client;
    public int Vector;
    public int Latency;
    public int Script;
    public int StampsBefore;
    public int StampsAfter;
    public short Before;
    public byte Passes;
    public byte Flags;
    public byte Label;
}
