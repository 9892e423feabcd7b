namespace AdminPanel.Store.Audit;

/// <summary>One <see cref="AuditEntry"/> in panel.db. Only ever added, but for the oldest failed sign-ins.</summary>
internal sealed record AuditRow
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>The address it was asked for from; null for the program itself.</summary>
    public string? From { get; set; } = AuditOrigin.Current;

    public string Who { get; set; } = "";

    public string What { get; set; } = "";

    public long? Version { get; set; }

    public string? Path { get; set; }

    public string? Old { get; set; }

    public string? New { get; set; }
}
