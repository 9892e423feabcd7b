namespace AdminPanel.Store.Views;

/// <summary>A search of the history under a name.</summary>
internal sealed class SavedViewRow
{
    public long Id { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The query part of the page's address, without question mark.</summary>
    public string Query { get; set; } = "";

    /// <summary>Whose it is; null when everybody sees it.</summary>
    public string? Owner { get; set; }

    public string SavedBy { get; set; } = "";

    public DateTimeOffset SavedAt { get; set; }
}

/// <summary>A search of the history under a name.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Query">The query part of the page's address, without question mark.</param>
/// <param name="IsShared">True when everybody sees it.</param>
/// <param name="SavedBy">Who saved it.</param>
public sealed record SavedView(long Id, string Name, string Query, bool IsShared, string SavedBy);
