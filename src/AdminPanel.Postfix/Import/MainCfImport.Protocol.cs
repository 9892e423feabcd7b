using System.Collections.Immutable;
using AdminPanel.Postfix.MainCf;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Import;

public static partial class MainCfImport
{
    /// <summary>How <c>postconf -d</c> writes <c>smtpd_expansion_filter</c>.</summary>
    private const string DefaultExpansionFilter = "\\t\\40!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    private static ImmutableArray<string> ReadTables(ImportSession session, string path, string parameter, ImmutableArray<string> otherwise)
    {
        if (session.Find(parameter) is not var (value, from)) return otherwise;
        ImmutableArray<string> tables = [.. session.Tables(value, from)];
        session.Take(path, from, tables.IsEmpty ? "none" : string.Join(", ", tables));
        return tables;
    }

    private static ProtocolSettings ReadProtocol(ImportSession session, ProtocolSettings otherwise)
    {
        var (commands, nonLetters) = ReadForbiddenCommands(session, otherwise);
        var discard = otherwise.DiscardEhloKeywords;
        if (session.Find("postscreen_discard_ehlo_keywords") is var (keywords, keywordsFrom))
        {
            discard = [.. ItemList.Split(keywords)];
            session.Take("Protocol.DiscardEhloKeywords", keywordsFrom, string.Join(", ", discard));
        }

        var filter = otherwise.CommandFilter;
        if (session.Find("postscreen_command_filter") is var (filterText, filterFrom))
        {
            ImmutableArray<string> filters = [.. session.Tables(filterText, filterFrom)];
            filter = filters.FirstOrDefault("");
            if (filters.Length > 1) session.Problem(filterFrom.Place, $"{filterFrom.Name} takes one table; write only {filter}.");
            session.Take("Protocol.CommandFilter", filterFrom, filter.Length == 0 ? "none" : filter);
        }

        var expansion = otherwise.ExpansionFilter;
        if (session.FindRaw("postscreen_expansion_filter") is var (characters, expansionFrom))
        {
            expansion = characters == DefaultExpansionFilter ? "" : characters;
            session.Take("Protocol.ExpansionFilter", expansionFrom, expansion.Length == 0 ? "Postfix's default" : expansion);
        }

        var footer = otherwise.RejectFooter;
        if (session.FindRaw("postscreen_reject_footer") is var (text, footerFrom))
        {
            footer = text;
            session.Take("Protocol.RejectFooter", footerFrom, text);
        }

        return new()
        {
            Pipelining = ReadDeepTest(session, "Protocol.Pipelining", "postscreen_pipelining", otherwise.Pipelining),
            NonSmtpCommand = ReadDeepTest(session, "Protocol.NonSmtpCommand", "postscreen_non_smtp_command", otherwise.NonSmtpCommand),
            BareNewline = ReadDeepTest(session, "Protocol.BareNewline", "postscreen_bare_newline", otherwise.BareNewline),
            ForbiddenCommands = commands,
            ForbidNonLetterCommands = nonLetters,
            HeloRequired = session.Bool("Protocol.HeloRequired", "postscreen_helo_required", otherwise.HeloRequired),
            DisableVrfy = session.Bool("Protocol.DisableVrfy", "postscreen_disable_vrfy_command", otherwise.DisableVrfy),
            HideVrfy = session.Bool("Protocol.HideVrfy", "disable_vrfy_command", otherwise.HideVrfy),
            DiscardEhloKeywords = discard,
            DiscardEhloKeywordAddressMaps = ReadTables(session, "Protocol.DiscardEhloKeywordAddressMaps", "postscreen_discard_ehlo_keyword_address_maps", otherwise.DiscardEhloKeywordAddressMaps),
            CommandFilter = filter,
            CommandTimeLimit = session.StressTime("Protocol.CommandTimeLimit", "postscreen_command_time_limit", 's', otherwise.CommandTimeLimit),
            CommandCountLimit = (int)session.Number("Protocol.CommandCountLimit", "postscreen_command_count_limit", otherwise.CommandCountLimit),
            LineLengthLimit = (int)session.Number("Protocol.LineLengthLimit", "line_length_limit", otherwise.LineLengthLimit),
            MessageSizeLimit = session.Number("Protocol.MessageSizeLimit", "message_size_limit", otherwise.MessageSizeLimit, long.MaxValue),
            SmtpUtf8 = session.Bool("Protocol.SmtpUtf8", "smtputf8_enable", otherwise.SmtpUtf8),
            RejectFooter = footer,
            RejectFooterMaps = ReadTables(session, "Protocol.RejectFooterMaps", "postscreen_reject_footer_maps", otherwise.RejectFooterMaps),
            ExpansionFilter = expansion,
        };
    }

    private static DeepTestSettings ReadDeepTest(ImportSession session, string path, string parameter, DeepTestSettings otherwise) => new()
    {
        Enable = session.Bool($"{path}.Enable", $"{parameter}_enable", otherwise.Enable),
        Action = session.Action($"{path}.Action", $"{parameter}_action", otherwise.Action),
        Ttl = session.Time($"{path}.Ttl", $"{parameter}_ttl", 'd', otherwise.Ttl),
    };

    private static (ImmutableArray<string> Commands, bool NonLetters) ReadForbiddenCommands(ImportSession session, ProtocolSettings otherwise)
    {
        const string path = "Protocol.ForbiddenCommands";
        if (session.Find("postscreen_forbidden_commands") is not var (value, from)) return (otherwise.ForbiddenCommands, otherwise.ForbidNonLetterCommands);
        var commands = ImmutableArray.CreateBuilder<string>();
        var nonLetters = false;
        foreach (var item in ItemList.Split(value))
        {
            if (IsNonLetterTable(item)) nonLetters = true;
            else AddForbidden(session, commands, item, from);
        }

        session.Take(path, from, commands.Count == 0 && !nonLetters ? "none" : string.Join(", ", commands) + (nonLetters ? ", and verbs that do not start with a letter" : ""));
        return (commands.ToImmutable(), nonLetters);
    }

    private static void AddForbidden(ImportSession session, ImmutableArray<string>.Builder commands, string item, MainCfSetting from)
    {
        var body = item.TrimStart('!');
        var not = (item.Length - body.Length) % 2 == 1 ? "!" : "";
        if (body.Contains(':', StringComparison.Ordinal)) commands.AddRange(session.Tables(body, from).Select(table => $"{not}{table}"));
        else if (!body.StartsWith('/')) commands.Add($"{not}{body}");
        else if (session.TryRead(body, from.PlaceOf(item), out _, out var text))
            commands.AddRange(LogicalLine.Read(text).SelectMany(line => ItemList.Split(line.Text)).Select(verb => $"{not}{verb}"));
    }

    /// <summary>The table in Postfix's default value, however it is spaced and whatever it calls the result.</summary>
    private static bool IsNonLetterTable(string item) =>
        item.StartsWith("regexp:{", StringComparison.OrdinalIgnoreCase) && item.Contains("/^[^A-Z]/", StringComparison.Ordinal) && ItemList.Split(item[8..^1]).Count() == 1;
}
