using System.Collections.Immutable;
using AdminPanel.Screening.AccessLists;

namespace AdminPanel.Screening.Settings;

/// <summary>Permanent permit and reject entries (<c>postscreen_access_list</c>) and <c>mynetworks</c>.</summary>
public sealed record AccessSettings
{
    /// <summary><c>mynetworks</c>: address patterns of clients that <see cref="AccessEntryKind.MyNetworks"/> permits.</summary>
    public ImmutableArray<NetworkEntry> MyNetworks { get; init; } =
    [
        new() { Pattern = "127.0.0.1/32" },
        new() { Pattern = "::1/128" },
    ];

    /// <summary><c>postscreen_access_list</c>: evaluated in order, the first match decides.</summary>
    public ImmutableArray<AccessEntry> Entries { get; init; } = [new() { Id = "mynetworks", Kind = AccessEntryKind.MyNetworks }];

    /// <summary><c>postscreen_denylist_action</c>.</summary>
    public ScreeningAction DenylistAction { get; init; } = ScreeningAction.Ignore;

    /// <summary>
    /// <c>postscreen_allowlist_interfaces</c>: server addresses on which a client may earn the temporary allowlist status, as address
    /// patterns or tables <c>type:/path</c> (<c>!</c> negates, first match decides). Empty means all (<c>static:all</c>).
    /// </summary>
    public ImmutableArray<string> AllowlistInterfaces { get; init; } = [];
}

/// <summary>One pattern of <c>mynetworks</c>: <c>address</c> or <c>network/bits</c>, IPv6 with or without brackets; a leading <c>!</c> excludes.</summary>
public sealed record NetworkEntry
{
    /// <summary>The pattern as Postfix writes it.</summary>
    public required string Pattern { get; init; }

    /// <summary>Why it is here.</summary>
    public string Note { get; init; } = "";

    /// <summary>Who added it; empty when it was imported.</summary>
    public string Author { get; init; } = "";

    /// <summary>When it was added, UTC.</summary>
    public DateTimeOffset? Added { get; init; }
}

/// <summary>What an <see cref="AccessEntry"/> matches.</summary>
public enum AccessEntryKind
{
    /// <summary>An address pattern, as in a line of a CIDR table.</summary>
    Pattern,

    /// <summary><c>permit_mynetworks</c>. The action is always permit.</summary>
    MyNetworks,

    /// <summary>Every client: a bare <c>permit</c>, <c>reject</c> or <c>dunno</c>.</summary>
    Everyone,

    /// <summary>
    /// A lookup table, <c>type:path</c>, asked for the whole client address while the engine runs. What it returns is an access list of its
    /// own; the entry's action says nothing.
    /// </summary>
    Table,
}

/// <summary>One step of the access list.</summary>
public sealed record AccessEntry
{
    /// <summary>Stable identity of the entry across edits, unique in the list.</summary>
    public required string Id { get; init; }

    /// <summary>What it matches.</summary>
    public AccessEntryKind Kind { get; init; }

    /// <summary>For <see cref="AccessEntryKind.Pattern"/>: <c>[!]address[/bits]</c>; a leading <c>!</c> matches every other address of that family.
    /// For <see cref="AccessEntryKind.Table"/>: <c>type:/path</c> or <c>type:{…}</c>.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>Patterns that must match as well: the enclosing <c>if</c> lines of a CIDR table.</summary>
    public ImmutableArray<string> Within { get; init; } = [];

    /// <summary>What a match means.</summary>
    public AccessAction Action { get; init; } = AccessAction.Permit;

    /// <summary>
    /// Name of the table the entry came from. A dunno inside a named table ends that table only; evaluation continues with the
    /// first entry of another table.
    /// </summary>
    public string Table { get; init; } = "";

    /// <summary>Why it is here.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who added it; empty when it was imported.</summary>
    public string Author { get; init; } = "";

    /// <summary>When it was added, UTC.</summary>
    public DateTimeOffset? Added { get; init; }

    /// <summary>From this moment on the entry no longer matches, UTC; null means never.</summary>
    public DateTimeOffset? Expires { get; init; }
}
