using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>Footers from tables, one for each reply: macros with conditions, mistakes in them, many lines.</summary>
internal static class FooterVariants
{
    private const string Hello = "< 220\n";

    public static ParityVariant Macros { get; } = new(
        "footer macros",
        MainCf,
        [
            Reply("with and without a value", "FOO", "502"),
            Reply("both branches", "HELO", "501"),
            Reply("parentheses and blanks", "EHLO", "501"),
            Reply("a name that nobody knows", "ETRN", "500"),
            Reply("a macro in a macro", "ETRN x", "458"),
            Reply("on the same line", "RCPT TO:<c@d>", "503"),
            Reply("dollar signs", "MAIL", "501"),
            Reply("comparisons", "VRFY", "501"),
            Reply("comparisons of numbers", "BDAT", "501", ends: true),
            Reply("braces as text", "DATA", "503", ends: true),
            Reply("no rule: the fixed footer", "DATA x", "501", ends: true),
            new("the log has no footer", Hello + Recipient("450") + Quit),
            new("what the log says of macros", Hello + Quit) { LoggedAs = "macro ", AnyOrder = true },
        ])
    {
        Files = new Dictionary<string, string>
        {
            ["footers"] = Rules(
                ("^502", "a ${client_address?yes} ${nothing?no} ${nothing:not set} ${client_address:hidden} b"),
                ("HELO", "${client_address?{known $client_address}:{unknown}} ${nothing?{x}:{else $server_name}}"),
                ("EHLO", "$(server_name?round) ${ server_name } x:$(client_port) y"),
                ("ETRN", "$nothing and ${nothing} end"),
                ("^458", "${server_name?${client_address}} ${nothing:${server_name?{deep}}}"),
                ("need MAIL", "\\c${client_address?, ask $server_name}"),
                ("MAIL FROM", "$1x $_ 100$"),
                ("VRFY", "${{$client_address} == {$client_address}?{same}:{other}} ${{$server_name} != {x} ? {differs} : {alike}} ${{a}<{b}?{less}}"),
                ("BDAT", "${{10} > {9}?{more}:{less}} ${{010} == {10}?{same}:{other}} ${{a} >= {9} ? {up}} ${{1} <= {1}?{yes}}"),
                ("need RCPT", "{client_address} } { \\n{"),
                ("^450", "Call us.\\nOr wait until $localtime.")),
        },
    };

    public static ParityVariant Mistakes { get; } = new(
        "footer mistakes",
        MainCf,
        [
            Reply("no closing brace", "FOO", "502"),
            Reply("nothing in braces", "HELO", "501"),
            Reply("the wrong closing brace", "EHLO", "501"),
            Reply("an unfinished branch", "ETRN", "500"),
            Reply("text behind a branch", "ETRN x", "458"),
            Reply("an unknown operator", "RCPT TO:<c@d>", "503"),
            Reply("an empty branch", "MAIL", "501"),
            Reply("no name", "VRFY", "501"),
            Reply("a dollar sign before a blank", "BDAT", "501", ends: true),
            Reply("a missing operand", "DATA", "503", ends: true),
            Reply("an unknown operator behind text", "DATA x", "501", ends: true),
            Reply("a line end in a macro", "BDAT 1", "554", ends: true),
            new("a mistake in the second line", Hello + Recipient("450") + Quit),
            new("what the log says of macros", Hello + Quit) { LoggedAs = "macro ", AnyOrder = true },
            new("what the log says of conditions", Hello + Quit) { LoggedAs = " at: ", AnyOrder = true },
        ])
    {
        Files = new Dictionary<string, string>
        {
            ["footers"] = Rules(
                ("^502", "a ${client_address"),
                ("HELO", "a ${} b"),
                ("EHLO", "a $(server_name} b"),
                ("ETRN", "a ${client_address?{x} b"),
                ("^458", "a ${client_address?{x}y} b"),
                ("need MAIL", "a ${{x} = {y}?{z}} b"),
                ("MAIL FROM", "a ${client_address?} b ${client_address?{}} c ${nothing:} d"),
                ("VRFY", "a ${?x} b"),
                ("BDAT", "a $ 5 b"),
                ("need RCPT", "a ${{x} ==?{z}} b"),
                ("DATA", "a ${client_address!x} b"),
                ("^554", "${client_address?{a\\nb}} c"),
                ("^450", "fine\\na ${client_address")),
        },
    };

    public static ParityVariant Lines { get; } = new(
        "footer lines",
        MainCf,
        [
            Reply("many lines", "FOO", "502"),
            Reply("empty lines", "HELO", "501"),
            Reply("a line end at the end", "EHLO", "501"),
            Reply("a line end alone", "ETRN", "500"),
            Reply("nothing on the same line", "ETRN x", "458"),
            Reply("the same line and more", "RCPT TO:<c@d>", "503"),
            Reply("the mark in the middle", "MAIL", "501"),
            Reply("backslashes", "VRFY", "501"),
            Reply("a long line", "BDAT", "501", ends: true),
            Reply("characters that are filtered", "DATA", "503", ends: true),
            new("many lines through soft bounce's key", Hello + Recipient("450") + Quit),
        ])
    {
        Files = new Dictionary<string, string>
        {
            ["footers"] = Rules(
                ("^502", "one\\ntwo\\nthree\\nfour"),
                ("HELO", "one\\n\\n\\nfour"),
                ("EHLO", "one\\ntwo\\n"),
                ("ETRN", "\\n"),
                ("^458", "\\c"),
                ("need MAIL", "\\c and\\nthen"),
                ("MAIL FROM", "one \\c two"),
                ("VRFY", "a \\x b \\\\n c \\"),
                ("BDAT", new string('x', 600)),
                ("need RCPT", "${client_address} ü $client_address"),
                ("^450", "a\\nb")),
        },
    };

    private const string MainCf =
        """
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        postscreen_reject_footer = Fixed.
        postscreen_reject_footer_maps = regexp:{etc}/footers
        """;

    private static ParityScript Reply(string name, string command, string reply, bool ends = false) => new(name, Hello + Ask(command, reply) + (ends ? ".\n" : Quit));

    /// <summary>A dollar sign in a result would be a part of the match.</summary>
    private static string Rules(params (string Pattern, string Footer)[] rules) =>
        string.Concat(rules.Select(static rule => $"/{rule.Pattern}/ {rule.Footer.Replace("$", "$$", StringComparison.Ordinal)}\n"));
}
