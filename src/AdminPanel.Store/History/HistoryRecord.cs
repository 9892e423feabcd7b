using System.Collections.Concurrent;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Evidence;

namespace AdminPanel.Store.History;

/// <summary>A verdict in the forms that history stores: making them costs more than writing them, and any thread can do it. Immutable.</summary>
public sealed class HistoryRecord
{
    [ThreadStatic]
    private static VerdictJsonWriter? s_json;

    private HistoryRecord(VerdictEvent verdict) => Verdict = verdict;

    /// <summary>The verdict.</summary>
    public VerdictEvent Verdict { get; }

    internal byte[] Client { get; private init; } = [];

    /// <summary>As <see cref="VerdictJsonWriter"/> writes it, UTF-8.</summary>
    internal byte[] Json { get; private init; } = [];

    internal string? Hits { get; private init; }

    /// <summary>The stored evidence; null without any, and when a zone of it has no number yet.</summary>
    internal byte[]? Evidence { get; private init; }

    /// <param name="verdict">The verdict.</param>
    /// <param name="zones">The numbers of zones, as far as they are known.</param>
    internal static HistoryRecord Of(VerdictEvent verdict, ConcurrentDictionary<string, int> zones) => new(verdict)
    {
        Client = AddressBytes.Of(verdict.Client.Address),
        Json = (s_json ??= new VerdictJsonWriter()).Write(verdict).ToArray(),
        Hits = VerdictHits.Text(verdict),
        Evidence = verdict.Evidence is { } evidence && AreKnown(evidence, zones) ? EvidenceCodec.Write(evidence, verdict.ConnectedAt, reply => zones[reply.Zone]) : null,
    };

    private static bool AreKnown(DecisionEvidence evidence, ConcurrentDictionary<string, int> zones)
    {
        foreach (var reply in evidence.Replies)
        {
            if (!zones.ContainsKey(reply.Zone)) return false;
        }

        return true;
    }
}
