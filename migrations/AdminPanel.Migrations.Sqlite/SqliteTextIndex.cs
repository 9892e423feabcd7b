using AdminPanel.Store.History;

namespace AdminPanel.Migrations.Sqlite;

/// <summary>
/// SQLite's FTS5 with the trigram tokenizer: any text of three characters or more is found wherever it stands. The table keeps no text of
/// its own; a trigger of the migration takes removed connections out.
/// </summary>
internal sealed class SqliteTextIndex : IConnectionTextIndex
{
    /// <summary>Texts below this length have no trigram.</summary>
    private const int Shortest = 3;

    public string NewestKey => "SELECT \"Key\" FROM \"ConnectionTextIndexed\"";

    public string Fill =>
        """
        INSERT INTO "ConnectionTexts" (rowid, "Helo", "Sender", "Recipient") SELECT "Key", "Helo", "Sender", "Recipient" FROM "Connections"
          WHERE "Key" > @p0 AND "Key" <= @p1 AND ("Helo" IS NOT NULL OR "Sender" IS NOT NULL OR "Recipient" IS NOT NULL);
        UPDATE "ConnectionTextIndexed" SET "Key" = @p1;
        """;

    public string? Query(IReadOnlyList<(string Column, string Text)> texts, Func<object, string> parameter)
    {
        var terms = texts.Where(static t => t.Text.Length >= Shortest).Select(static t => $"{t.Column} : \"{t.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        var match = string.Join(" AND ", terms);
        return match.Length == 0 ? null : $"SELECT rowid AS \"Key\" FROM \"ConnectionTexts\" WHERE \"ConnectionTexts\" MATCH {parameter(match)}";
    }
}
