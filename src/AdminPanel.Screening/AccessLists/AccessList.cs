using System.Net;

namespace AdminPanel.Screening.AccessLists;

/// <summary>What the access list said about a client.</summary>
/// <param name="Action">The decision; <see cref="AccessAction.Dunno"/> when nothing decided.</param>
/// <param name="EntryId">The deciding entry's id; null when the list ran out.</param>
/// <param name="Rule">The deciding rule in words, e.g. <c>permit_mynetworks (192.0.2.0/24)</c>; null when the list ran out.</param>
public readonly record struct AccessDecision(AccessAction Action, string? EntryId, string? Rule);

/// <summary>A compiled access list. Thread-safe, allocation-free on a miss.</summary>
public sealed class AccessList
{
    /// <summary>The list that decides nothing.</summary>
    public static AccessList Empty { get; } = new();

    /// <summary>The first decisive entry for <paramref name="client"/> at <paramref name="now"/> (entries expire).</summary>
    public AccessDecision Decide(IPAddress client, DateTimeOffset now) => new(AccessAction.Dunno, null, null);
}
