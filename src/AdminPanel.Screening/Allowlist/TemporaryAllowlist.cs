using System.Collections.Concurrent;
using System.Net;

namespace AdminPanel.Screening.Allowlist;

/// <summary>Clients that passed the checks, and until when (postscreen's cache). In memory; an <see cref="IAllowlistJournal"/> keeps it. Thread-safe.</summary>
public sealed partial class TemporaryAllowlist
{
    private readonly ConcurrentDictionary<IPAddress, ExpiryStamps> _clients = new();

    /// <summary>Number of clients known.</summary>
    public int Count => _clients.Count;

    /// <summary>The stamps of a client.</summary>
    public bool TryGet(IPAddress client, out ExpiryStamps stamps) => _clients.TryGetValue(client, out stamps);
}
