namespace AdminPanel.Store;

/// <summary>Patterns for LIKE with the escape character <c>\</c>.</summary>
internal static class LikeText
{
    /// <summary>A pattern for text anywhere in a column, without case; null when there is nothing to look for.</summary>
    public static string? Anywhere(string? text) => string.IsNullOrWhiteSpace(text)
        ? null
        : $"%{text.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
