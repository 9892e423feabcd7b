using System.Collections.Immutable;

namespace AdminPanel.Screening.AccessLists;

/// <summary>One step of an <see cref="AccessList"/>, ready to be compiled. Immutable.</summary>
public sealed record AccessStep
{
    /// <summary>The entry's stable id.</summary>
    public required string EntryId { get; init; }

    /// <summary>What it matches; null with <see cref="MyNetworks"/> unset matches every client.</summary>
    public AddressPattern? Pattern { get; init; }

    /// <summary>True for <c>permit_mynetworks</c>; the action is then permit.</summary>
    public bool MyNetworks { get; init; }

    /// <summary>A table that is asked for the whole client address; what it returns is an access list of its own.</summary>
    public IAddressTable? Lookup { get; init; }

    /// <summary>Patterns that must match as well: the enclosing <c>if</c> lines.</summary>
    public ImmutableArray<AddressPattern> Within { get; init; } = [];

    /// <summary>What a match means.</summary>
    public required AccessAction Action { get; init; }

    /// <summary>The table it belongs to; empty outside a table.</summary>
    public string Table { get; init; } = "";

    /// <summary>Why it is here; part of the rule in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>From this moment on it no longer matches; null means never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The rule in words, e.g. <c>reject 198.51.100.0/24 (open relay)</c>.</summary>
    public string Rule()
    {
        if (MyNetworks) return "permit_mynetworks";
        if (Lookup is not null) return Lookup.Name;
        var action = Action switch { AccessAction.Permit => "permit", AccessAction.Reject => "reject", _ => "dunno" };
        var pattern = Pattern is null ? "" : $" {Pattern}";
        var within = Within.IsEmpty ? "" : $" within {string.Join(" within ", Within)}";
        var reason = Reason.Length == 0 ? "" : $" ({Reason})";
        return $"{action}{pattern}{within}{reason}";
    }
}
