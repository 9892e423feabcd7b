using System.Net;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Account;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>Takes clients off the temporary allowlist and puts them back, each time with a line in the audit log. Scoped.</summary>
internal sealed class AllowlistRemoval(TemporaryAllowlist allowlist, AuditLog audit, PanelPerson person)
{
    private (IPAddress Client, ExpiryStamps Stamps)? _removed;

    /// <summary>The client that <see cref="UndoAsync"/> puts back; null when there is none.</summary>
    public IPAddress? CanPutBack => _removed?.Client;

    /// <summary>Forgets what the client has passed: its next connection is tested like a stranger's.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RemoveAsync(IPAddress client, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAllow) return "Your account may not change the temporary allowlist.";
        if (!allowlist.TryGet(client, out var stamps)) return $"{client} was not on the temporary allowlist any more.";

        // The audit line comes first: nothing is done that cannot be told.
        await audit.WriteAsync(rights.Name, "removed from temporary allowlist", client.ToString(), stamps.ToString(), null, cancellationToken);
        allowlist.Remove(client);
        _removed = (client, stamps);
        return $"{client} was removed from the temporary allowlist: its next connection is tested.";
    }

    /// <summary>Takes the last removal back, unless the client has earned passes of its own since.</summary>
    public async Task<string> UndoAsync(CancellationToken cancellationToken)
    {
        if (_removed is not var (client, stamps)) return "There is nothing to undo.";
        var rights = await person.GetAsync();
        if (!rights.CanAllow) return "Your account may not change the temporary allowlist.";
        _removed = null;
        if (allowlist.TryGet(client, out _)) return $"{client} has passed the tests again since; that stays.";
        await audit.WriteAsync(rights.Name, "put back on temporary allowlist", client.ToString(), null, stamps.ToString(), cancellationToken);
        allowlist.Store(client, stamps);
        return $"{client} is back on the temporary allowlist.";
    }
}
