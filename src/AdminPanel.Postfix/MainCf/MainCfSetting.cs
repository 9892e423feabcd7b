namespace AdminPanel.Postfix.MainCf;

/// <summary>One <c>name = value</c> of a main.cf, before macro expansion.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Value">The raw value, continuation lines joined.</param>
/// <param name="Place">Where it begins.</param>
public sealed record MainCfSetting(string Name, string Value, FilePlace Place)
{
    /// <summary>The physical lines that make up the value.</summary>
    internal IReadOnlyList<(int Number, string Text)> Lines { get; init; } = [];

    /// <summary>The line in which <paramref name="item"/> stands, for values that go over several lines.</summary>
    public FilePlace PlaceOf(string item)
    {
        foreach (var (number, text) in Lines)
        {
            if (text.Contains(item, StringComparison.Ordinal)) return Place with { Line = number };
        }

        return Place;
    }
}
