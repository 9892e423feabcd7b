using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.History;

/// <summary>What the lists said about one connection, in the words of a table cell.</summary>
public static class VerdictHits
{
    /// <summary>Whether the answer counts as listed: it listed the client and the filter accepted it, and the list was fit to score.</summary>
    public static bool IsHit(DnsblAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Outcome == "listed" && !answer.FilteredOut && answer.Withheld is null;
    }

    /// <summary><c>list=code;code*weight</c>, separated by spaces; null without hits.</summary>
    public static string? Text(VerdictEvent verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        var hits = verdict.Dnsbl.Where(IsHit).Select(static answer => $"{answer.List}={string.Join(';', answer.Codes)}*{answer.Weight}");
        var text = string.Join(' ', hits);
        return text.Length == 0 ? null : text;
    }
}
