using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.History;

/// <summary>The columns of a connection that lists filter and count by.</summary>
internal sealed class ConnectionRow
{
    /// <summary>Grows in the order of writing. Imported connections are written long after they happened, so lists go by time first.</summary>
    public long Key { get; set; }

    public Guid Id { get; set; }

    public DateTimeOffset ConnectedAt { get; set; }

    /// <summary>Ticks of 100 ns.</summary>
    public long Duration { get; set; }

    /// <summary>The address as <see cref="AddressBytes"/> makes it.</summary>
    public byte[] Client { get; set; } = [];

    public int ClientPort { get; set; }

    public VerdictReason Reason { get; set; }

    public VerdictDisposition Disposition { get; set; }

    public bool WouldHave { get; set; }

    public int? Rank { get; set; }

    public int Threshold { get; set; }

    /// <summary>Listing answers as <c>list=code;code*weight</c>, separated by spaces.</summary>
    public string? Hits { get; set; }

    public string? Helo { get; set; }

    public string? Sender { get; set; }

    /// <summary>All recipients, separated by a comma and a space.</summary>
    public string? Recipient { get; set; }

    public string? Reply { get; set; }

    public long SettingsVersion { get; set; }

    public string? AccessEntryId { get; set; }

    /// <summary>The <see cref="ConnectionKindRow"/> that repeats this row's columns.</summary>
    public int Kind { get; set; }
}

/// <summary>A connection's whole decision, in its own table so that searches do not read it.</summary>
internal sealed class ConnectionDetailRow
{
    public long Key { get; set; }

    /// <summary>A <see cref="VerdictEvent"/> as <see cref="VerdictJson"/> writes it.</summary>
    public string Json { get; set; } = "";
}
