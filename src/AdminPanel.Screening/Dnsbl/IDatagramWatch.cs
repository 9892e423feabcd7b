namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// A thread that already waits for descriptors and watches sockets for a resolver as well: replies to what that thread asked reach it without
/// waking another. Thread-safe.
/// </summary>
public interface IDatagramWatch
{
    /// <summary>True on the thread that watches.</summary>
    bool IsHere { get; }

    /// <summary>Watches a socket. Returns its place, or −1 when nothing is watched any more.</summary>
    int Add(IWatchedSocket socket);

    /// <summary>Watches it no more. Call it before the socket is closed.</summary>
    void Remove(int place);
}

/// <summary>A socket that is watched. Called by the watching thread.</summary>
public interface IWatchedSocket
{
    /// <summary>The descriptor.</summary>
    int Descriptor { get; }

    /// <summary>There is something to read; must not block or throw.</summary>
    void OnReadable(Span<byte> scratch);

    /// <summary>The watch has ended: the socket must look after itself.</summary>
    void OnUnwatched();
}
