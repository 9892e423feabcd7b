using AdminPanel.Postfix.Import;
using AdminPanel.Postfix.MainCf;

namespace AdminPanel.Postfix.Tables;

/// <summary>A <c>postscreen_dnsbl_reply_map</c> as read: which name stands for a zone in replies.</summary>
internal static class ReplyMap
{
    /// <summary>Reads the table; null when it cannot be read. Whatever is wrong with it is a problem, because its secrets would show.</summary>
    public static Func<string, string?>? Open(ImportSession session, LookupTableName table, MainCfSetting from)
    {
        if (!table.IsIndexed && table.Type is not ("static" or "inline" or "texthash" or "regexp" or "pcre"))
        {
            session.Problem(from.Place, $"{from.Name}: {table.Type} tables cannot be read here, and without the map secret zones would show. Write the names into a text file and refer to it as texthash:/path.");
            return null;
        }

        var (path, text) = (table.Argument, "");
        if (table.IsFile && table.Type is not ("static" or "inline") && !session.TryRead(table.Argument, from.Place, out path, out text)) return null;
        List<FileFinding> problems = [];
        var map = LookupTable.Read(table with { Argument = path }, text, problems);
        foreach (var problem in problems) session.Problem(problem.Place.Line > 0 ? problem.Place : from.Place, problem.Message);
        return zone =>
        {
            var answer = map.Find(zone);
            if (answer.Failed) session.Problem(from.Place, $"{from.Name}: a pattern takes too long to match. Write the names into a text file and refer to it as texthash:/path.");
            return answer.Value;
        };
    }
}
