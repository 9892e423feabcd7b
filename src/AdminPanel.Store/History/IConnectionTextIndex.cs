namespace AdminPanel.Store.History;

/// <summary>
/// The provider's index of HELO names, senders and recipients by parts of words. It is filled behind the writer's back
/// (<see cref="ConnectionTextIndexer"/>), so that neither verdicts nor imports wait for it. Stateless.
/// </summary>
public interface IConnectionTextIndex
{
    /// <summary>SQL of one number: the newest key that is indexed; all below it are.</summary>
    string NewestKey { get; }

    /// <summary>SQL statements that index the keys above <c>@p0</c> up to <c>@p1</c>.</summary>
    string Fill { get; }

    /// <summary>
    /// SQL that selects, as <c>"Key"</c>, at least every indexed connection that holds all <paramref name="texts"/>; null when the index
    /// cannot tell, for texts that are too short.
    /// </summary>
    /// <param name="texts">Column and text, the text anywhere in the column, without case.</param>
    /// <param name="parameter">Takes a value and returns the name of its parameter.</param>
    string? Query(IReadOnlyList<(string Column, string Text)> texts, Func<object, string> parameter);
}
