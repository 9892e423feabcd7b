using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.ProtocolEngine;

/// <summary>The replies of the dummy SMTP engine, byte for byte.</summary>
public sealed class DummyDialogueTests
{
    [Theory]
    [InlineData("HELO", "501 Syntax: HELO hostname")]
    [InlineData("helo x y", "250 M")]
    [InlineData("EHLO", "501 Syntax: EHLO hostname")]
    [InlineData("EHLO x", "250-M\r\n250-SIZE 10240000\r\n250-VRFY\r\n250-ETRN\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n250-SMTPUTF8\r\n250 CHUNKING")]
    [InlineData("STARTTLS", "502 5.5.1 Error: command not implemented")]
    [InlineData("MAIL FROM:<a@b> SIZE=1", "250 2.1.0 Ok")]
    [InlineData("MAIL", "501 5.5.4 Syntax: MAIL FROM:<address>")]
    [InlineData("RCPT TO:<a@b>", "503 5.5.1 Error: need MAIL command")]
    [InlineData("RSET", "250 2.0.0 Ok")]
    [InlineData("NOOP x", "250 2.0.0 Ok")]
    [InlineData("VRFY", "501 5.5.4 Syntax: VRFY address")]
    [InlineData("VRFY x", "450 4.3.2 Service currently unavailable")]
    [InlineData("ETRN", "500 Syntax: ETRN domain")]
    [InlineData("ETRN x", "458 Unable to queue messages")]
    [InlineData("AUTH PLAIN", "502 5.5.2 Error: command not recognized")]
    [InlineData("XCLIENT A=b", "502 5.5.2 Error: command not recognized")]
    [InlineData("", "502 5.5.2 Error: command not recognized")]
    [InlineData("FOO\tbar", "502 5.5.2 Error: command not recognized")]
    public void OnLine_FirstCommand_GetsPostscreensReply(string line, string reply)
    {
        var lab = new DialogueLab();

        Assert.Equal(reply, lab.Says(line));
        Assert.False(lab.Ended);
    }

    [Theory]
    [InlineData("DATA", "503 5.5.1 Error: need RCPT command", NoteKind.DataWithoutRcpt)]
    [InlineData("DATA x", "501 5.5.4 Syntax: DATA", NoteKind.DataWithoutRcpt)]
    [InlineData("BDAT", "501 5.5.4 Syntax: BDAT count [LAST]", NoteKind.BdatWithoutRcpt)]
    [InlineData("BDAT 1 LAST", "554 5.5.1 Error: need MAIL command", NoteKind.BdatWithoutRcpt)]
    public void OnLine_ContentWithoutRecipient_EndsTheSession(string line, string reply, NoteKind note)
    {
        var lab = new DialogueLab();

        Assert.Equal(reply, lab.Says(line));
        Assert.True(lab.Ended);
        Assert.Equal(note, lab.LastNote.Kind);
    }

    [Fact]
    public void OnLine_NestedMail_IsRefusedUntilRset()
    {
        var lab = new DialogueLab();

        lab.Says("MAIL FROM:<>");

        Assert.Equal("503 5.5.1 Error: nested MAIL command", lab.Says("MAIL FROM:<a@b>"));
        lab.Says("RSET");
        Assert.Equal("250 2.1.0 Ok", lab.Says("MAIL FROM:<a@b>"));
        Assert.Equal("450 4.3.2 Service currently unavailable", lab.Says("RCPT TO:<c@d>"));
        Assert.Equal(("a@b", "c@d", "SMTP", ""), (lab.LastNote.Sender, lab.LastNote.Recipient, lab.LastNote.Protocol, lab.LastNote.Helo));
        Assert.Equal("554 5.5.1 Error: no valid recipients", lab.Says("DATA"));
    }

    [Theory]
    [InlineData("MAIL FROM:<\"a b\"@x>", "\"a b\"@x")]
    [InlineData("MAIL FROM:<@h:u@y>", "u@y")]
    [InlineData("MAIL FROM: u@y SIZE=3", "u@y")]
    [InlineData("MAIL FROM:<a\\b@c>", "ab@c")]
    [InlineData("MAIL FROM:<>", "")]
    public void OnLine_Addresses_AreLoggedAsPostfixWritesThem(string line, string logged)
    {
        var lab = new DialogueLab();

        lab.Says(line);
        lab.Says("RCPT TO:<r@s>");

        Assert.Equal(logged, lab.LastNote.Sender);
    }

    [Fact]
    public void OnLine_SettingsOfTheEngine_ChangeItsReplies()
    {
        var lab = new DialogueLab(new ProtocolSettings
        {
            HeloRequired = true,
            DisableVrfy = true,
            HideVrfy = true,
            MessageSizeLimit = 0,
            SmtpUtf8 = false,
            DiscardEhloKeywords = ["chunking", "dsn"],
        });

        Assert.Equal("503 5.5.1 Error: send HELO/EHLO first", lab.Says("MAIL FROM:<a@b>"));
        Assert.Equal("503 5.5.1 Error: send HELO/EHLO first", lab.Says("ETRN x"));
        Assert.Equal("250-M\r\n250-SIZE\r\n250-ETRN\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME", lab.Says("EHLO x"));
        Assert.Equal("502 5.5.1 VRFY command is disabled", lab.Says("VRFY x"));
        Assert.Equal("502 5.5.1 Error: command not implemented", lab.Says("BDAT 1"));
    }

    [Fact]
    public void OnLine_CommandCountLimit_TripsOnTheCommandAfterIt()
    {
        var lab = new DialogueLab(new ProtocolSettings { CommandCountLimit = 3 });

        lab.Says("FOO");
        lab.Says("BAR");
        lab.Says("RSET");

        Assert.Equal("421 M Service unavailable - try again later", lab.Says("NOOP"));
        Assert.True(lab.Ended);
        Assert.Equal((NoteKind.CommandCountLimit, "RSET"), (lab.LastNote.Kind, lab.LastNote.Detail));
    }

    [Fact]
    public void OnLine_QuitAtTheCountLimit_IsPolite()
    {
        var lab = new DialogueLab(new ProtocolSettings { CommandCountLimit = 1 });

        lab.Says("NOOP");

        Assert.Equal("221 2.0.0 Bye", lab.Says("QUIT"));
        Assert.True(lab.Ended);
    }

    [Theory]
    [InlineData("\x16\x03\x01", "??? ")]
    [InlineData("GET / HTTP/1.0", "GET / HTTP/1.0")]
    [InlineData("fo\xC3\xC3 bar", "fo?? bar")]
    [InlineData("Subject: x y", "Subject: x y")]
    public void OnLine_NonSmtpCommand_IsDroppedAndLogged(string line, string logged)
    {
        var lab = new DialogueLab(new ProtocolSettings { NonSmtpCommand = new DeepTestSettings { Enable = true, Action = ScreeningAction.Drop } }, todo: CheckSet.NonSmtpCommand);

        Assert.Equal("521 5.7.0 Error: I can break rules, too. Goodbye.", lab.Says(line));
        Assert.True(lab.Ended);
        Assert.Equal((NoteKind.NonSmtpCommand, "CONNECT", logged), (lab.LastNote.Kind, lab.LastNote.Detail, lab.LastNote.Text));
    }

    [Fact]
    public void OnLine_NonSmtpTestOff_AnswersLikeAnyUnknownCommand()
    {
        Assert.Equal("502 5.5.2 Error: command not recognized", new DialogueLab().Says("GET / HTTP/1.0"));
    }

    [Fact]
    public void OnLine_AfterAnEarlierFailure_AllDeepTestsAreOn()
    {
        var lab = new DialogueLab(before: static state =>
        {
            state.Fail = CheckSet.Dnsbl;
            state.RcptReply = "550 5.7.1 listed";
        });

        lab.Says("EHLO x");
        lab.Says("MAIL FROM:<a@b>");
        Assert.Equal("550 5.7.1 listed", lab.Says("RCPT TO:<c@d>"));
        Assert.Equal("521 5.7.0 Error: I can break rules, too. Goodbye.", lab.Says("Subject: x"));
        Assert.Equal("RCPT", lab.LastNote.Detail);
    }

    [Fact]
    public void OnLine_PipeliningIgnored_PassesForAShortTime()
    {
        var lab = new DialogueLab(new ProtocolSettings { Pipelining = new DeepTestSettings { Enable = true, Action = ScreeningAction.Ignore } }, todo: CheckSet.Pipelining);
        var before = lab.State.NowSeconds;

        lab.Says("HELO x", "MAIL FROM:<>\r\n");

        Assert.Equal((NoteKind.CommandPipelining, "HELO", @"MAIL FROM:<>\r\n"), (lab.LastNote.Kind, lab.LastNote.Detail, lab.LastNote.Text));
        Assert.Equal(CheckSet.Pipelining, lab.State.Pass);
        Assert.InRange(lab.State.ClientState.Stamps.Pipelining, before + 60, before + 62);
    }

    [Fact]
    public void OnLine_BdatWithItsData_IsNotPipelining()
    {
        var lab = new DialogueLab(new ProtocolSettings { Pipelining = new DeepTestSettings { Enable = true, Action = ScreeningAction.Enforce } }, todo: CheckSet.Pipelining);

        lab.Says("BDAT 3", "abc");

        Assert.DoesNotContain(lab.State.Notes, static n => n.Kind == NoteKind.CommandPipelining);
    }

    [Fact]
    public void OnLine_BareNewlineEnforced_RefusesEvenAfterItHadPassed()
    {
        var lab = new DialogueLab(new ProtocolSettings { BareNewline = new DeepTestSettings { Enable = true, Action = ScreeningAction.Enforce } }, todo: CheckSet.BareNewline);

        lab.Says("EHLO x");
        lab.Says("MAIL FROM:<a@b>");
        Assert.StartsWith("450", lab.Says("RCPT TO:<c@d>"), StringComparison.Ordinal);
        Assert.Equal("550 5.5.1 Protocol error", lab.Says("RCPT TO:<e@f>", bare: true));
        Assert.Equal(CheckSet.None, lab.State.Pass);
        Assert.Equal("RCPT TO:<e@f>", lab.State.Notes.First(static n => n.Kind == NoteKind.BareNewline).Text);
    }

    [Fact]
    public void OnLine_SoftBounceAndFooter_ShapeTheReply()
    {
        var lab = new DialogueLab(
            new ProtocolSettings { RejectFooter = @"\c; see $client_address:$client_port $server_name at\nline 2" },
            new ServerSettings { Hostname = "M", SoftBounce = true });

        Assert.Equal("402-4.5.2 Error: command not recognized; see 127.0.4.1:46629 M at\r\n402 4.5.2 line 2", lab.Says("FOO"));
    }

    [Fact]
    public void OnLine_HandoffRefused_AnswersOnlyQuitKindly()
    {
        static DialogueLab Refused() => new(before: static state =>
        {
            state.HandoffRefused = true;
            state.FinalReply = Replies.NoSystemResources;
        });

        Assert.Equal("421 4.3.2 No system resources", Refused().Says("EHLO x"));
        Assert.Equal("221 2.0.0 Bye", Refused().Says("QUIT"));
    }

    [Fact]
    public void Greeting_AfterPregreetFailure_IsNotSent()
    {
        Assert.NotNull(new DialogueLab().Dialogue.Greeting);
        Assert.Null(new DialogueLab(before: static state => state.Fail = CheckSet.Pregreet).Dialogue.Greeting);
    }
}
