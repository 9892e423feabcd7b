using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>Tables that change the dialogue: other commands, other EHLO keywords.</summary>
internal static class TableVariants
{
    private const string Hello = "< 220\n";

    public static ParityVariant CommandFilter { get; } = new(
        "command filter",
        """
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        postscreen_non_smtp_command_enable = yes
        postscreen_command_filter = regexp:{etc}/filter
        """,
        [
            new("another verb", Hello + Ask("HALO x", "250") + Quit),
            new("blanks and tabs in front", Hello + Ask("\\s\\t HALO x", "250") + Quit),
            new("a part of a line", Hello + Ehlo + Ask("MAIL FROM:<a@b> JUNK=1", "250") + Ask("RCPT TO:<c@d>", "450") + Quit),
            new("nothing to replace", Hello + Ask("NOOP", "250") + Ask("FOO", "502") + Quit),
            new("a header becomes a command", Hello + Ask("Subject: x", "250") + Quit),
            new("a command becomes a header", Hello + Ask("XHEADER", "521") + ".\n"),
            new("a long line", Hello + Ask($"LONG {new string('y', 200)}", "502") + Quit),
            new("control characters", Hello + Ask("HALO \\x01\\x7F", "250") + Quit),
            new("UTF-8", Hello + Ask("HALO \\xC3\\xA4", "250") + Quit),
            new("broken UTF-8 stays", Hello + Ask("HALO \\xC3\\xC3", "502") + Quit),
            new("behind a NUL", Hello + Ask("HALO x\\0 y", "250") + Quit),
            new("a command becomes QUIT", Hello + Ask("BYE", "221") + ".\n"),
            new("a command becomes RCPT and passes", Hello + Sender + Ask("TO c@d", "450") + Quit + Again + Hello + "> NOOP\n< 250\n" + Quit),
            new("capitals", Hello + Ask("halo x", "250") + Quit),
            new("an empty line", Hello + Ask("", "502") + Quit),
        ])
    {
        Files = new Dictionary<string, string>
        {
            ["filter"] =
                """
                /^HALO (.*)$/           HELO $1
                /^(MAIL FROM:<.*>) JUNK=.*$/  $1
                /^Subject: (.*)$/       NOOP $1
                /^XHEADER$/             From: x
                /^(LONG .*)$/           VERY$1
                /^BYE/                  QUIT
                /^TO (.*)$/             RCPT TO:<$1>

                """,
        },
    };

    /// <summary>Tables whose files are not there; two are the end of postscreen, hence one script each.</summary>
    public static ParityVariant[] Missing { get; } =
    [
        WithoutTable("keywords", "postscreen_discard_ehlo_keyword_address_maps = cidr:{etc}/nosuch", "> EHLO x\nwait 1500\nhangup\n"),
        new("no table of footers", "postscreen_greet_banner =\npostscreen_pipelining_enable = yes\npostscreen_reject_footer = Fixed.\npostscreen_reject_footer_maps = regexp:{etc}/nosuch",
        [
            new("a reply goes without a footer or with the fixed one", Hello + Ask("FOO", "502") + Ask("HELO", "501") + Quit),
            new("what the log says", Hello + Quit) { LoggedAs = "lookup error", AnyOrder = true },
        ]),
        WithoutTable("commands", "postscreen_command_filter = regexp:{etc}/nosuch", "> NOOP\nwait 1500\nhangup\n"),
    ];

    private static ParityVariant WithoutTable(string name, string mainCf, string steps) => new(
        $"no table of {name}",
        $"postscreen_greet_banner =\npostscreen_pipelining_enable = yes\n{mainCf}",
        [new("a command that needs it", Hello + steps) { Deviation = Deviations.MissingTable }]);

    public static ParityVariant Keywords { get; } = new(
        "keywords by address",
        """
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        postscreen_discard_ehlo_keywords = etrn
        postscreen_discard_ehlo_keyword_address_maps = cidr:{etc}/keywords, cidr:{etc}/more
        """,
        [
            new("no entry", Hello + Ehlo + Quit),
            new("other keywords", Hello + Ehlo + Quit) { From = "127.63.1.1" },
            new("silently", Hello + Ehlo + Quit) { From = "127.63.1.2" },
            new("the same keywords", Hello + Ehlo + Quit) { From = "127.63.1.3" },
            new("words that nobody knows", Hello + Ehlo + Quit) { From = "127.63.1.4" },
            new("BDAT goes, too", Hello + Ehlo + Ask("BDAT 1", "502") + ".\n") { From = "127.63.1.5" },
            new("the second table", Hello + Ehlo + Quit) { From = "127.63.1.6" },
            new("the first table wins", Hello + Ehlo + Quit) { From = "127.63.1.7" },
            new("EHLO twice", Hello + Ehlo + Ehlo + Quit) { From = "127.63.1.1" },
            new("HELO shows nothing", Hello + Helo + Ask("BDAT 1", "554") + ".\n") { From = "127.63.1.5" },
            new("all of them", Hello + Ehlo + Quit) { From = "127.63.1.8" },
        ])
    {
        Files = new Dictionary<string, string>
        {
            ["keywords"] =
                """
                127.63.1.1  DSN, size
                127.63.1.2  silent-discard, dsn
                127.63.1.3  ETRN
                127.63.1.4  nonsense, more nonsense
                127.63.1.5  chunking smtputf8
                127.63.1.7  vrfy
                127.63.1.8  8bitmime,auth,etrn,pipelining,size,verp,vrfy,xclient,xforward,starttls,enhancedstatuscodes,dsn,smtputf8,chunking

                """,
            ["more"] = "127.63.1.6 8bitmime\n127.63.1.7 dsn\n",
        },
    };
}
