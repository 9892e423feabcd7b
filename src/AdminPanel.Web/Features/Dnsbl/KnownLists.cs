namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>What one answer code of a known list means.</summary>
/// <param name="Match">The code as a filter.</param>
/// <param name="Meaning">What it says about the client.</param>
/// <param name="Class"><c>listing</c>, <c>allow</c>, <c>neutral</c>, <c>error</c> or <c>test</c>.</param>
public sealed record KnownCode(string Match, string Meaning, string Class);

/// <summary>A weight that others use.</summary>
/// <param name="Filter">For these answers; null for all.</param>
/// <param name="Weight">The weight.</param>
/// <param name="Threshold">The threshold it belongs to.</param>
public sealed record KnownWeight(string? Filter, int Weight, int Threshold);

/// <summary>A public list as the picker shows it.</summary>
public sealed record KnownList
{
    /// <summary>The zone; <c>{KEY}</c> stands for the customer's key.</summary>
    public required string Zone { get; init; }

    /// <summary>The list's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it lists.</summary>
    public string Category { get; init; } = "";

    /// <summary><c>block</c>, <c>allow</c> or <c>combined</c>.</summary>
    public string Kind { get; init; } = "block";

    /// <summary>Why it is of no use any more; null when it is.</summary>
    public string? Dead { get; init; }

    /// <summary>Terms of use.</summary>
    public string Terms { get; init; } = "";

    /// <summary>Where to read about it.</summary>
    public string? Homepage { get; init; }

    /// <summary>What to know before using it.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Its answers.</summary>
    public IReadOnlyList<KnownCode> Codes { get; init; } = [];

    /// <summary>Weights that others use.</summary>
    public IReadOnlyList<KnownWeight> Suggested { get; init; } = [];

    /// <summary>True when the zone contains the customer's key.</summary>
    public bool NeedsKey => Zone.Contains("{KEY}", StringComparison.Ordinal);
}

/// <summary>The public lists that the panel knows facts about. Any thread.</summary>
internal static class KnownLists
{
    /// <summary>All of them, working ones first.</summary>
    public static IReadOnlyList<KnownList> All { get; } = [];

    /// <summary>The list behind a zone, whatever key it contains; null when it is not known.</summary>
    public static KnownList? Find(string zone) => All.FirstOrDefault(l => l.NeedsKey
        ? zone.EndsWith(l.Zone[(l.Zone.IndexOf('}', StringComparison.Ordinal) + 1)..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(l.Zone, zone, StringComparison.OrdinalIgnoreCase));
}
