using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>The deep protocol tests with each action.</summary>
internal static class DeepVariants
{
    private const string Hello = "< 220\n";
    private const string Pipelined = Hello + ">> HELO x\\r\\nMAIL FROM:<>\\r\\nRCPT TO:<u@y>\\r\\n\n";
    private const string BareNewline = Hello + ">> HELO bare\\n\n";

    public static ParityVariant Enforce { get; } = new("deep tests, enforce", MainCf("enforce"), [
        .. Common,
        new("pipelining", Pipelined + "< 250\n< 250\n< 550\n" + Quit + Again + Hello + Recipient("450") + Quit),
        new("pipelining after a pass", Hello + Recipient("450") + ">> NOOP\\r\\nRSET\\r\\n\n< 250\n< 250\n" + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "550") + Quit + Again + Hello + Ehlo + Quit),
        new("a header", Hello + Ask("Subject: x", "502") + Recipient("550") + Quit),
        new("two headers", Hello + Ask("Subject: x", "502") + Ask("From: y", "502") + Recipient("550") + Quit),
        new("a bare newline", BareNewline + "< 250\n" + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "550") + Quit),
        new("bare newlines and pipelining", Hello + ">> HELO x\\nMAIL FROM:<a@b>\\nRCPT TO:<c@d>\\n\n< 250\n< 250\n< 550\n" + Quit),
        new("B11: binary junk", Hello + ">> \\x16\\x03\\x01\\r\\n\n< 502\n" + Quit),
        new("B11: HTTP", Hello + Ask("GET / HTTP/1.0", "502") + Quit),
        new("B11: broken UTF-8", Hello + Ask("fo\\xC3\\xC3 bar", "502") + Quit),
        new("CONNECT and POST", Hello + Ask("connect 1.2.3.4:25 HTTP/1.0", "502") + Ask("POST /x", "502") + Quit),
        new("a digit first", Hello + Ask("1234", "502") + Quit),
        new("a header without a space", Hello + Ask("X-Y:z a  b ", "502") + Quit),
        new("a colon first", Hello + Ask(": x", "502") + Quit),
        new("a header label with a space", Hello + Ask("Sub ject: x", "502") + Recipient("450") + Quit),
        new("known verbs are SMTP", Hello + Ask("XCLIENT a:b", "502") + Ask("AUTH: x", "502") + Quit),
        new("an empty line is SMTP", Hello + Ask("", "502") + Recipient("450") + Quit),
        new("arguments with control characters", Hello + Ask("From: \\x01\\t\\x7F\\xFFy", "502") + Quit),
        new("long arguments", Hello + Ask($"From: {new string('y', 300)}", "502") + Quit),
        new("a long verb", Hello + Ask($"{new string('y', 300)}: z", "502") + Quit),
        new("BDAT may be followed", Hello + ">> BDAT 4 LAST\\r\\nabcd\\r\\n\n< 554\n.\n"),
        new("pipelining of QUIT", Hello + ">> NOOP\\r\\nQUIT\\r\\n\n< 250\n< 221\n.\n"),
        new("pipelined unknown verb", Hello + ">> f\\xC3\\xA4\\r\\nQUIT\\r\\n\n< 502\n< 221\n.\n"),
        new("a half line is pipelining, too", Hello + ">> NOOP\\r\\nRS\n< 250\n>> ET\\r\\n\n< 250\n" + Quit),
    ]);

    public static ParityVariant Ignore { get; } = new("deep tests, ignore", MainCf("ignore"), [
        .. Common,
        new("B10: pipelining", Pipelined + "< 250\n< 250\n< 450\n" + Quit + Again + Hello + Quit),
        new("a header", Hello + Ask("Subject: x", "502") + Recipient("450") + Quit + Again + Hello + Quit),
        new("a bare newline", BareNewline + "< 250\n" + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "450") + Quit + Again + Hello + Quit),
        new("all three", Hello + ">> From: x\\nMAIL FROM:<a@b>\\r\\n\n< 502\n< 250\n" + Ask("RCPT TO:<c@d>", "450") + Quit + Again + Hello + Quit),
        new("all three without RCPT", Hello + ">> From: x\\nNOOP\\r\\n\n< 502\n< 250\n" + Quit + Again + Hello + Quit),
        new("HTTP", Hello + Ask("GET / HTTP/1.0", "502") + Quit + Again + Hello + Ask("HELO x", "250") + Quit),
    ]);

    public static ParityVariant Drop { get; } = new("deep tests, drop", MainCf("drop"), [
        .. Common,
        new("pipelining", Pipelined + "< 521\n.\n" + Again + Hello + Recipient("450") + Quit),
        new("a header", Hello + Ask("Subject: x", "521") + ".\n"),
        new("a bare newline", BareNewline + "< 521\n.\n"),
        new("HTTP", Hello + Ask("GET / HTTP/1.0", "521") + ".\n"),
        new("a violation after a pass", Hello + Recipient("450") + Ask("Subject: x", "521") + ".\n" + Again + Hello + Ehlo + Quit),
        new("pipelining after a pass", Hello + Recipient("450") + ">> NOOP\\r\\nRSET\\r\\n\n< 521\n.\n"),
    ]);

    private static ParityScript[] Common =>
    [
        new("a well-behaved client", Hello + Recipient("450") + Quit + Again + Hello + Quit),
        new("a client that leaves before RCPT", Hello + Ehlo + "hangup\n" + Again + Hello + Ehlo + Quit),
    ];

    private static string MainCf(string action) =>
        $"""
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        postscreen_pipelining_action = {action}
        postscreen_non_smtp_command_enable = yes
        postscreen_non_smtp_command_action = {action}
        postscreen_bare_newline_enable = yes
        postscreen_bare_newline_action = {action}
        """;
}
