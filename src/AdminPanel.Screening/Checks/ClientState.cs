using System.Net;
using AdminPanel.Screening.Allowlist;

namespace AdminPanel.Screening.Checks;

/// <summary>What all open connections of one client share (postscreen's per-client state). Lives as long as one of them is open.</summary>
internal sealed class ClientState(IPAddress address)
{
    private readonly Lock _lock = new();
    private ExpiryStamps _stamps;
    private bool _passNewLogged;

    /// <summary>The client.</summary>
    public IPAddress Address { get; } = address;

    /// <summary>Open connections, this one included. Owned by the waiting room.</summary>
    public int Connections { get; set; }

    /// <summary>When each check's pass expires. Thread-safe.</summary>
    public ExpiryStamps Stamps
    {
        get { lock (_lock) return _stamps; }
        set { lock (_lock) _stamps = value; }
    }

    /// <summary>Sets one stamp; with <paramref name="onlyRaise"/> only when it is later than the present one. Thread-safe.</summary>
    public void Stamp(CheckSet check, long until, bool onlyRaise = false)
    {
        var index = CheckSets.Index(check);
        lock (_lock)
        {
            if (!onlyRaise || _stamps[index] < until) _stamps = _stamps.With(index, until);
        }
    }

    /// <summary>True for the first caller only: the connection that logs PASS NEW. Thread-safe.</summary>
    public bool ClaimPassNew()
    {
        lock (_lock)
        {
            if (_passNewLogged) return false;
            return _passNewLogged = true;
        }
    }
}
