using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.Evidence;

/// <summary>What a connection went through, in <see cref="EvidenceCodec"/>'s form. Lives as long as its connection.</summary>
internal sealed class EvidenceRow
{
    /// <summary>The connection's key.</summary>
    public long Key { get; set; }

    public byte[] Data { get; set; } = [];
}

/// <summary>A zone that evidence names by number. Kept for good: there are few.</summary>
internal sealed class EvidenceZoneRow
{
    public int Id { get; set; }

    /// <summary>The zone's digest; a secret zone is nowhere in clear.</summary>
    public string Digest { get; set; } = "";

    /// <summary>The name that may be shown, as it was last.</summary>
    public string List { get; set; } = "";
}

/// <summary>What a connection's mail turned out to be. One row per connection: whoever writes decides which source wins.</summary>
internal sealed class ConnectionLabelRow
{
    /// <summary>The connection's key.</summary>
    public long Key { get; set; }

    public MailLabel Label { get; set; }

    /// <summary>Who says so, e.g. <c>rspamd</c> or a person's name.</summary>
    public string Source { get; set; } = "";

    /// <summary>When it was said, UTC; must grow with every change, so that readers find what is new.</summary>
    public DateTimeOffset At { get; set; }
}
