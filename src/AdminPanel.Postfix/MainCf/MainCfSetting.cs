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

/// <summary>A line of a file, for messages: <c>/etc/postfix/main.cf:12</c>.</summary>
/// <param name="File">The file's path as it was opened.</param>
/// <param name="Line">The line, from 1; 0 means the whole file.</param>
public readonly record struct FilePlace(string File, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}";
}

/// <summary>One finding about a file.</summary>
/// <param name="Place">Where.</param>
/// <param name="Message">What, and what to do about it.</param>
public sealed record FileFinding(FilePlace Place, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Message}";
}
