using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Postfix.Maillog;

/// <summary>The checks as they appear in a log.</summary>
[Flags]
internal enum Failures
{
    None = 0,
    Denylisted = 1,
    Pregreet = 2,
    Dnsbl = 4,
    Pipelining = 8,
    NonSmtpCommand = 16,
    BareNewline = 32,
}

/// <summary>A connection while its lines are read. Links of two lists run through it: connections of one address, and the queue of deadlines.</summary>
internal sealed class OpenConnection
{
    private const int NoteLimit = 200;

    public required LogAddress Client { get; init; }

    public required ushort Port { get; init; }

    public required DateTime ConnectedAt { get; init; }

    public DateTime LastAt { get; set; }

    /// <summary>The one of the same address that began next.</summary>
    public OpenConnection? Newer { get; set; }

    /// <summary>The one of the same address that began before.</summary>
    public OpenConnection? Older { get; set; }

    public LinkedListNode<OpenConnection>? Waiting { get; set; }

    public List<ScreeningNote> Notes { get; } = new(4);

    public List<Listing>? Listings { get; set; }

    /// <summary>Another connection of the address was open when this one began.</summary>
    public bool Shared { get; init; }

    public Failures Failed { get; set; }

    public Failures LastFailed { get; set; }

    public DateTime LastFailedAt { get; set; }

    public int? Rank { get; set; }

    public bool Passed { get; set; }

    public bool PassedNew { get; set; }

    public bool Allowlisted { get; set; }

    public bool Vetoed { get; set; }

    public bool Refused { get; set; }

    public bool LimitReached { get; set; }

    public bool HungUp { get; set; }

    public bool HungUpLate { get; set; }

    public bool Disconnected { get; set; }

    public bool SeenBehind { get; set; }

    public string? HandoffTrouble { get; set; }

    public string? Helo { get; set; }

    public string? Sender { get; set; }

    public List<string>? Recipients { get; set; }

    public string? Reply { get; set; }

    public void Note(ScreeningNote note)
    {
        if (Notes.Count < NoteLimit) Notes.Add(note);
    }

    public void Fail(Failures check, DateTime at)
    {
        Failed |= check;
        LastFailed = check;
        LastFailedAt = at;
    }
}
