namespace AdminPanel.Store.Audit;

/// <summary>Which audit entries to list. All conditions combine with "and". Paging is by id: pass the last entry's <see cref="AuditEntry.Id"/>.</summary>
public sealed record AuditQuery
{
    /// <summary>Entries below this id (older).</summary>
    public long? Before { get; init; }

    /// <summary>By this person, exactly.</summary>
    public string? Who { get; init; }

    /// <summary>Text in what was done, in what it touched, where it was asked from, or in its old or new value.</summary>
    public string? Text { get; init; }

    /// <summary>Paths that count as a match of <see cref="Text"/> too, because their words contain it.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>What was done, exactly, e.g. <c>published</c>.</summary>
    public string? What { get; init; }

    /// <summary>At this moment or later, UTC.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this moment, UTC.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Leaves failed sign-ins out: the name may be what somebody typed in the wrong field.</summary>
    public bool WithoutFailures { get; init; }

    /// <summary>About this settings version.</summary>
    public long? Version { get; init; }

    /// <summary>The most entries returned, 1 to 1,000.</summary>
    public int Max { get; init; } = 100;
}
