namespace AdminPanel.Store.Drafts;

/// <summary>The working draft. Discarding keeps the row without content, so that revisions never repeat.</summary>
internal sealed class DraftRow
{
    /// <summary>The one draft there is.</summary>
    public const int TheDraft = 1;

    public int Id { get; set; } = TheDraft;

    /// <summary>Settings JSON; null when there is no draft.</summary>
    public string? Json { get; set; }

    /// <summary>Who set which path, JSON; empty when nobody set anything.</summary>
    public string Touches { get; set; } = "";

    public long BaseVersion { get; set; }

    /// <summary>Grows with every save and discard.</summary>
    public long Revision { get; set; }

    public string UpdatedBy { get; set; } = "";

    public DateTimeOffset UpdatedAt { get; set; }
}
