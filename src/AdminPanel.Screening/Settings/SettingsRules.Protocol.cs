using AdminPanel.Screening.LookupTables;

namespace AdminPanel.Screening.Settings;

public static partial class SettingsRules
{
    private static readonly string[] s_ehloKeywords =
    [
        "8BITMIME", "AUTH", "ETRN", "PIPELINING", "SIZE", "VERP", "VRFY", "XCLIENT", "XFORWARD", "STARTTLS", "ENHANCEDSTATUSCODES", "DSN",
        "SMTPUTF8", "CHUNKING", "REQUIRETLS", "silent-discard",
    ];

    private static readonly string[] s_smtpCommands = ["HELO", "EHLO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT"];

    private static void CheckProtocol(ProtocolSettings protocol, Findings findings)
    {
        CheckTime(findings, "Protocol.Pipelining.Ttl", protocol.Pipelining.Ttl, 1);
        CheckTime(findings, "Protocol.NonSmtpCommand.Ttl", protocol.NonSmtpCommand.Ttl, 1);
        CheckTime(findings, "Protocol.BareNewline.Ttl", protocol.BareNewline.Ttl, 1);
        CheckForbiddenCommands(protocol, findings);
        foreach (var word in protocol.DiscardEhloKeywords.OrEmpty())
        {
            if (!s_ehloKeywords.Contains(word, StringComparer.OrdinalIgnoreCase))
                findings.Warning("Protocol.DiscardEhloKeywords", $"postscreen_discard_ehlo_keywords: \"{word}\" is no EHLO keyword that Postfix knows, and is ignored. Known: {string.Join(", ", s_ehloKeywords)}.");
        }

        CheckTime(findings, "Protocol.CommandTimeLimit", protocol.CommandTimeLimit, 1);
        CheckCount(findings, "Protocol.CommandCountLimit", protocol.CommandCountLimit, 1);
        CheckCount(findings, "Protocol.LineLengthLimit", protocol.LineLengthLimit, 512);
        CheckCount(findings, "Protocol.MessageSizeLimit", protocol.MessageSizeLimit, 0);
        CheckFooter(protocol.RejectFooter, findings);
        CheckText(findings, "Protocol.ExpansionFilter", protocol.ExpansionFilter, 1024);
        foreach (var map in protocol.DiscardEhloKeywordAddressMaps.OrEmpty()) CheckTable(findings, "Protocol.DiscardEhloKeywordAddressMaps", map);
        foreach (var map in protocol.RejectFooterMaps.OrEmpty()) CheckTable(findings, "Protocol.RejectFooterMaps", map);
        if (protocol.CommandFilter.Length > 0) CheckTable(findings, "Protocol.CommandFilter", protocol.CommandFilter);
        if (protocol is { CommandCountLimit: > 0 and < 5 } && (protocol.Pipelining.Enable || protocol.NonSmtpCommand.Enable || protocol.BareNewline.Enable))
            findings.Warning("Protocol.CommandCountLimit", $"postscreen_command_count_limit = {protocol.CommandCountLimit} cuts a normal session (EHLO, MAIL, RCPT, QUIT) short before it can pass the deep protocol tests. Postfix uses 20.");
    }

    /// <summary>Each <c>\n</c> begins another line of the reply.</summary>
    private static void CheckFooter(string footer, Findings findings)
    {
        const string path = "Protocol.RejectFooter";
        string[] known = ["client_address", "client_port", "localtime", "server_name"];
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var expander = new MacroExpander(name =>
        {
            if (!known.Contains(name, StringComparer.Ordinal)) unknown.Add(name);
            return "";
        });
        foreach (var line in footer.Split("\\n"))
        {
            CheckText(findings, path, line, 1024);
            if (!expander.TryExpand(line, out _, out var error)) findings.Warning(path, $"postscreen_reject_footer: {error}. Replies go without the footer; write a dollar sign as $$.");
        }

        if (unknown.Count > 0) findings.Warning(path, $"postscreen_reject_footer: there is no macro named {string.Join(", ", unknown)}; it stands for nothing. There are {string.Join(", ", known)}.");
    }

    private static void CheckTable(Findings findings, string path, string text)
    {
        if (LookupTableReference.Problem(text) is { } problem) findings.Error(path, $"{SettingsDescription.Parameter(path)}: {problem}.");
    }

    private static void CheckForbiddenCommands(ProtocolSettings protocol, Findings findings)
    {
        const string path = "Protocol.ForbiddenCommands";
        foreach (var verb in protocol.ForbiddenCommands.OrEmpty())
        {
            var word = verb.TrimStart('!');
            if (LookupTableReference.TryParse(verb, out var table, out _))
            {
                if (table.Problem() is { } problem) findings.Error(path, $"postscreen_forbidden_commands: {problem}.");
            }
            else if (word.Length == 0 || word.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or ':' or '/' or '!'))
                findings.Error(path, $"postscreen_forbidden_commands: \"{verb}\" is not a command verb; write single words such as CONNECT, or a table such as regexp:/path.");
            else if (s_smtpCommands.Contains(verb, StringComparer.OrdinalIgnoreCase))
                findings.Error(path, $"postscreen_forbidden_commands: {verb.ToUpperInvariant()} is an SMTP command that every mail client sends; forbidding it turns all mail away. Remove it.");
        }
    }
}
