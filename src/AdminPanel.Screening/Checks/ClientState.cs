using System.Net;
using System.Runtime.CompilerServices;
using AdminPanel.Screening.Allowlist;

namespace AdminPanel.Screening.Checks;

/// <summary>
/// What all open connections of one client share (postscreen's per-client state). Lives as long as one of them is open. It is its own lock: one
/// more object for each would be as large as all else.
/// </summary>
internal sealed class ClientState(IPAddress address)
{
    private StrongBox<ExpiryStamps>? _stamps;
    private bool _passNewLogged;
    private int _lookups;

    /// <summary>The client.</summary>
    public IPAddress Address { get; } = address;

    /// <summary>Open connections, this one included. Owned by the waiting room.</summary>
    public int Connections { get; set; }

    /// <summary>Connections handed off that the panel still relays. Owned by the waiting room.</summary>
    public int Relayed { get; set; }

    /// <summary>When each check's pass expires. Thread-safe.</summary>
    public ExpiryStamps Stamps
    {
        get { lock (this) return _stamps?.Value ?? default; }
        set { lock (this) _stamps = value == default ? null : new StrongBox<ExpiryStamps>(value); }
    }

    /// <summary>Sets one stamp; with <paramref name="onlyRaise"/> only when it is later than the present one. Thread-safe.</summary>
    public void Stamp(CheckSet check, long until, bool onlyRaise = false)
    {
        var index = CheckSets.Index(check);
        lock (this)
        {
            var stamps = Stamps;
            if (!onlyRaise || stamps[index] < until) Stamps = stamps.With(index, until);
        }
    }

    /// <summary>
    /// A connection asks the lists. True when no other connection of this client waits for them: postscreen lets the others share its
    /// lookup, so that listings are logged once. Thread-safe.
    /// </summary>
    public bool BeginLookup() => Interlocked.Increment(ref _lookups) == 1;

    /// <summary>A connection that asked the lists has its rank, or left without. Thread-safe.</summary>
    public void EndLookup() => Interlocked.Decrement(ref _lookups);

    /// <summary>True for the first caller only: the connection that logs PASS NEW. Thread-safe.</summary>
    public bool ClaimPassNew()
    {
        lock (this)
        {
            if (_passNewLogged) return false;
            return _passNewLogged = true;
        }
    }
}
