namespace AdminPanel.Screening.LookupTables;

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
