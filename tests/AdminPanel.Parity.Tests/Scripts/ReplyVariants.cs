using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>What is put on replies: footers, soft bounces, other EHLO keywords, stricter commands.</summary>
internal static class ReplyVariants
{
    private const string Hello = "< 220\n";

    public static ParityVariant FooterSoftBounce { get; } = new(
        "footer and soft bounce",
        """
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        postscreen_non_smtp_command_enable = yes
        soft_bounce = yes
        postscreen_reject_footer = \c; see $client_address:$client_port $server_name at\nline 2 $localtime
        """,
        [
            new("B13: an unknown verb", Hello + Ask("FOO", "402") + Quit),
            new("a recipient", Hello + Recipient("450") + Quit),
            new("a refused recipient", Hello + ">> HELO x\\r\\nNOOP\\r\\n\n< 250\n< 250\n" + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "450") + Quit),
            new("no enhanced code", Hello + Ask("HELO", "401") + Ask("ETRN", "400") + Quit),
            new("the last words", Hello + Ask("DATA", "403") + ".\n"),
            new("a drop", Hello + Ask("To: x", "421") + ".\n"),
            new("good replies stay", Hello + Ehlo + Ask("NOOP", "250") + Quit),
        ]);

    public static ParityVariant Footer { get; } = new(
        "footer",
        """
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        postscreen_reject_footer = Ask ${client_address} $(server_name) $$ 100% $nothing.\nOr not.
        """,
        [
            new("an unknown verb", Hello + Ask("FOO", "502") + Quit),
            new("no enhanced code", Hello + Ask("HELO", "501") + Quit),
            new("a recipient", Hello + Recipient("450") + Quit),
            new("the end", Hello + Ask("DATA", "503") + ".\n"),
        ]);

    public static ParityVariant Keywords { get; } = new(
        "keywords",
        """
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        postscreen_discard_ehlo_keywords = etrn, DSN chunking nonsense
        postscreen_helo_required = yes
        postscreen_disable_vrfy_command = yes
        message_size_limit = 0
        smtputf8_enable = no
        smtpd_banner = $myhostname ESMTP not $mail_name
        """,
        [
            new("EHLO", Hello + Ehlo + Quit),
            new("BDAT is off", Hello + Ehlo + Ask("BDAT 1", "502") + ".\n"),
            new("BDAT is off from EHLO on", Hello + Helo + Ask("BDAT 1", "554") + ".\n"),
            new("VRFY is off", Hello + Ask("VRFY u", "502") + Ask("VRFY", "501") + Quit),
            new("MAIL before HELO", Hello + Ask("MAIL FROM:<a@b>", "503") + Ask("ETRN x", "503") + Ask("RCPT TO:<a@b>", "503") + Recipient("450") + Quit),
            new("ETRN still works", Hello + Ehlo + Ask("ETRN x", "458") + Quit),
            new("broken UTF-8 is nothing special", Hello + Ask("\\xC3\\xC3", "502") + Quit),
        ]);

    public static ParityVariant Silent { get; } = new(
        "keywords, silently",
        """
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        postscreen_discard_ehlo_keywords = silent-discard, vrfy, size, 8bitmime, enhancedstatuscodes, smtputf8, dsn, etrn, chunking
        disable_vrfy_command = yes
        postscreen_forbidden_commands = FOO, bar
        postscreen_non_smtp_command_enable = yes
        postscreen_non_smtp_command_action = enforce
        """,
        [
            new("EHLO with nothing to offer", Hello + Ehlo + Quit),
            new("VRFY follows", Hello + Ask("VRFY u", "502") + Quit),
            new("own forbidden commands", Hello + Ask("foo x", "502") + Recipient("550") + Quit),
            new("GET is not among them", Hello + Ask("GET /", "502") + Ask("1x", "502") + Recipient("450") + Quit),
            new("the other", Hello + Ask("BAR", "502") + Recipient("550") + Quit),
        ]);
}
