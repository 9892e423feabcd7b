namespace AdminPanel.Screening.LookupTables;

/// <summary>What a lookup table said about a key.</summary>
/// <param name="Value">The result; null when the key is not in the table.</param>
/// <param name="FailedTable">The table that could not be asked; the value is then null.</param>
public readonly record struct LookupAnswer(string? Value, string? FailedTable = null)
{
    /// <summary>True when a table could not be asked.</summary>
    public bool Failed => FailedTable is not null;

    /// <summary>The key is not in the table.</summary>
    public static LookupAnswer Miss { get; }

    /// <summary>This table could not be asked, or not in time; whoever knows its name puts it in.</summary>
    internal static LookupAnswer Failure { get; } = new(null, "");
}
