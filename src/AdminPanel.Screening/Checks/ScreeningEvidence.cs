using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>
/// What a connection's checks saw, kept for the verdict. Same owner as <see cref="ScreeningState"/>. What a client that merely waits has none of is
/// kept apart.
/// </summary>
internal sealed class ScreeningEvidence
{
    private Rare? _rare;

    /// <summary>Checks that failed, whatever their action.</summary>
    public CheckSet EverFailed { get; private set; }

    /// <summary>The last check that failed with enforce or drop: it owns the reply.</summary>
    public CheckSet Owner { get; private set; }

    /// <summary>The access list rejects the client, whatever the action.</summary>
    public bool Denylisted { get; set; }

    /// <summary>A connection, command, length or time limit ended the session.</summary>
    public bool LimitReached { get; set; }

    /// <summary>What the temporary allowlist knew.</summary>
    public string CacheState { get; set; } = "not consulted";

    /// <summary>How much was known of the client's passes when it connected.</summary>
    public KnownPasses Passes { get; set; }

    /// <summary>The client's stamps when it connected.</summary>
    public ExpiryStamps StampsBefore
    {
        get => _rare?.StampsBefore ?? default;
        set => More.StampsBefore = value;
    }

    /// <summary>The stamps that were stored; null when none were.</summary>
    public ExpiryStamps? StampsAfter
    {
        get => _rare?.StampsAfter;
        set => More.StampsAfter = value;
    }

    /// <summary>Another connection of the client was open.</summary>
    public bool Shared { get; set; }

    /// <summary>Another open connection had said PASS NEW.</summary>
    public bool PassNewTaken { get; set; }

    /// <summary>All checks valid in the temporary allowlist, or all due ones passed.</summary>
    public bool Passed { get; set; }

    /// <summary>Checks passed, also those that a failure elsewhere made worthless.</summary>
    public CheckSet EverPassed { get; set; }

    /// <summary>PASS NEW was logged, not PASS OLD.</summary>
    public bool PassedNew { get; set; }

    /// <summary>The early talk, escaped.</summary>
    public string? EarlyTalk
    {
        get => _rare?.EarlyTalk;
        set => More.EarlyTalk = value;
    }

    /// <summary>How long the client took to talk early.</summary>
    public TimeSpan? EarlyTalkAfter
    {
        get => _rare?.EarlyTalkAfter;
        set => More.EarlyTalkAfter = value;
    }

    /// <summary>How long the client was held before the decision.</summary>
    public TimeSpan? GreetWait
    {
        get => _rare?.GreetWait;
        set => More.GreetWait = value;
    }

    /// <summary>What a deep protocol test caught, escaped; by check.</summary>
    public Dictionary<CheckSet, string>? DeepDetails => _rare?.DeepDetails;

    /// <summary>The lookups, when the lists were asked.</summary>
    public DnsblLookup? Lookup { get; set; }

    /// <summary>This connection logs what the lists answer; another one that shares the lookup does not.</summary>
    public bool LogsListings { get; set; }

    /// <summary>The rank that was used; null before the decision.</summary>
    public int? Rank { get; set; }

    /// <summary>How many lists had replied when the rank was taken.</summary>
    public int RepliesInTime { get; set; }

    public string? Helo
    {
        get => _rare?.Helo;
        set => More.Helo = value;
    }

    public string? Sender
    {
        get => _rare?.Sender;
        set => More.Sender = value;
    }

    public List<string>? Recipients => _rare?.Recipients;

    /// <summary>The last refusing reply sent.</summary>
    public string? RefusedWith
    {
        get => _rare?.RefusedWith;
        set => More.RefusedWith = value;
    }

    /// <summary>How the hand-off went.</summary>
    public string? Handoff
    {
        get => _rare?.Handoff;
        set => More.Handoff = value;
    }

    public void Failed(CheckSet check, ScreeningAction action)
    {
        EverFailed |= check;
        if (action != ScreeningAction.Ignore) Owner = check;
    }

    public void DeepDetail(CheckSet check, string detail) => (More.DeepDetails ??= [])[check] = detail;

    public void AddRecipient(string recipient)
    {
        var recipients = More.Recipients ??= new List<string>(1);
        if (recipients.Count < 100) recipients.Add(recipient);
    }

    private Rare More => _rare ??= new Rare();

    private sealed class Rare
    {
        public ExpiryStamps StampsBefore;
        public ExpiryStamps? StampsAfter;
        public string? EarlyTalk;
        public TimeSpan? EarlyTalkAfter;
        public TimeSpan? GreetWait;
        public Dictionary<CheckSet, string>? DeepDetails;
        public string? Helo;
        public string? Sender;
        public List<string>? Recipients;
        public string? RefusedWith;
        public string? Handoff;
    }
}
