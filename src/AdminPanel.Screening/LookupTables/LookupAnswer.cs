namespace AdminPanel.Screening.LookupTables;

/// <summary>What a lookup table said about a key.</summary>
/// <param name="Value">The result; null when the key is not in the table.</param>
/// <param name="Failed">True when the table could not be asked; the value is then null.</param>
public readonly record struct LookupAnswer(string? Value, bool Failed = false)
{
    /// <summary>The key is not in the table.</summary>
    public static LookupAnswer Miss { get; }

    /// <summary>The table could not be asked.</summary>
    public static LookupAnswer Failure { get; } = new(null, Failed: true);
}
