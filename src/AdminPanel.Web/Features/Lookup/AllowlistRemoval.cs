using System.Net;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Account;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>Takes clients off the temporary allowlist and puts them back, each time with a line in the audit log. Scoped.</summary>
internal sealed class AllowlistRemoval(TemporaryAllowlist allowlist, AuditLog audit, PanelPerson person)
{
    private (IPAddress Client, ExpiryStamps Stamps)? _removed;
    private IReadOnlyList<AllowlistRecord> _removedAll = [];

    /// <summary>The client that <see cref="UndoAsync"/> puts back; null when there is none.</summary>
    public IPAddress? CanPutBack => _removed?.Client;

    /// <summary>True when <see cref="UndoAsync"/> puts everybody back.</summary>
    public bool CanPutAllBack => _removedAll.Count > 0;

    /// <summary>Forgets what every client has passed: each one's next connection is tested like a stranger's.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RemoveAllAsync(CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanEdit) return "Your account may not empty the temporary allowlist.";
        AllowlistRecord[] all = [.. allowlist.All];
        await audit.WriteAsync(rights.Name, "emptied temporary allowlist", "", $"{all.Length} clients", null, cancellationToken);
        foreach (var record in all) allowlist.Remove(record.Client);
        (_removed, _removedAll) = (null, all);
        return $"{all.Length} clients were removed from the temporary allowlist: the next connection of each is tested.";
    }

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
        (_removed, _removedAll) = ((client, stamps), []);
        return $"{client} was removed from the temporary allowlist: its next connection is tested.";
    }

    /// <summary>Takes the last removal back, unless the client has earned passes of its own since.</summary>
    public async Task<string> UndoAsync(CancellationToken cancellationToken)
    {
        if (CanPutAllBack) return await PutAllBackAsync(cancellationToken);
        if (_removed is not var (client, stamps)) return "There is nothing to undo.";
        var rights = await person.GetAsync();
        if (!rights.CanAllow) return "Your account may not change the temporary allowlist.";
        _removed = null;
        if (allowlist.TryGet(client, out _)) return $"{client} has passed the tests again since; that stays.";
        await audit.WriteAsync(rights.Name, "put back on temporary allowlist", client.ToString(), null, stamps.ToString(), cancellationToken);
        allowlist.Store(client, stamps);
        return $"{client} is back on the temporary allowlist.";
    }

    private async Task<string> PutAllBackAsync(CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanEdit) return "Your account may not change the temporary allowlist.";
        var all = _removedAll;
        _removedAll = [];
        await audit.WriteAsync(rights.Name, "put back on temporary allowlist", "", null, $"{all.Count} clients", cancellationToken);
        foreach (var record in all)
        {
            if (!allowlist.TryGet(record.Client, out _)) allowlist.Store(record.Client, record.Stamps);
        }

        return $"{all.Count} clients are back on the temporary allowlist.";
    }
}
