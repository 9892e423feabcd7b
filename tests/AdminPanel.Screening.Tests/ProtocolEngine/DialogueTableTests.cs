using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Maillog;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.ProtocolEngine;

/// <summary>Lookup tables in the dialogue: replies and log lines as postscreen writes them.</summary>
public sealed class DialogueTableTests
{
    [Fact]
    public void Ehlo_AddressMapHit_LeavesItsKeywordsOutAndLogs()
    {
        var lab = new DialogueLab(new() { DiscardEhloKeywords = ["dsn"], DiscardEhloKeywordAddressMaps = ["inline:{ {127.0.4.1 = chunking, ETRN, nosuch} }"] });

        var reply = lab.Says("EHLO c");

        Assert.Equal("[127.0.4.1]46629: discarding EHLO keywords: ETRN CHUNKING", MaillogFormat.Body(lab.LastNote));
        Assert.Contains("DSN", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("ETRN", reply, StringComparison.Ordinal);
        Assert.Equal("502 5.5.1 Error: command not implemented", lab.Says("BDAT 1"));
    }

    [Theory]
    [InlineData("inline:{ {127.0.4.1 = dsn, silent-discard} }")]
    [InlineData("inline:{ {127.0.4.1 = none-of-these} }")]
    [InlineData("inline:{ {127.0.4.9 = etrn} }")]
    public void Ehlo_SilentOrEmptyOrMiss_NothingLogged(string map)
    {
        var lab = new DialogueLab(new() { DiscardEhloKeywordAddressMaps = [map] });

        lab.Says("EHLO c");

        Assert.Empty(lab.State.Notes);
    }

    [Fact]
    public void Ehlo_MapCannotBeAsked_WarnsAndTreatsAsEverybody()
    {
        var lab = new DialogueLab(new() { DiscardEhloKeywords = ["dsn"], DiscardEhloKeywordAddressMaps = ["cidr:/nonexistent/map"] });

        var reply = lab.Says("EHLO c");

        Assert.Equal("warning: cidr:/nonexistent/map lookup error for \"127.0.4.1\"", MaillogFormat.Body(lab.LastNote));
        Assert.DoesNotContain("DSN", reply, StringComparison.Ordinal);
    }

    [Fact]
    public void CommandFilter_Hit_ReplacesTheWholeLineAndLogs()
    {
        var lab = new DialogueLab(new() { CommandFilter = "pcre:{ {/^HALO\\s+(.*)$/ HELO $1} }" });

        Assert.Equal("250 M", lab.Says("  halo  there"));
        Assert.Equal("[127.0.4.1]:46629: replacing command \"  halo  there\" with \"HELO there\"", MaillogFormat.Body(lab.LastNote));
        Assert.Equal("there", lab.State.Evidence.Helo);
        Assert.Equal("250 2.0.0 Ok", lab.Says("NOOP"));
    }

    [Fact]
    public void CommandFilter_BrokenUtf8_NotAsked()
    {
        var lab = new DialogueLab(new() { CommandFilter = "static:QUIT" });

        Assert.Equal("502 5.5.2 Error: command not recognized", lab.Says("\u00ff\u00fe"));
        Assert.Equal("221 2.0.0 Bye", lab.Says("anything"));
    }

    [Theory]
    [InlineData("regexp:{{/^HACK/ Bogus}}", "HACKED", true)]
    [InlineData("regexp:{{/^HACK/ Bogus}}", "STACKED", false)]
    [InlineData("inline:{ {stls = x} }", "STLS", true)]
    [InlineData("!STLS inline:{ {stls = x} }", "STLS", false)]
    public void ForbiddenCommands_Table_Asked(string list, string verb, bool forbidden)
    {
        var commands = LookupTables(list);
        var lab = new DialogueLab(new() { ForbiddenCommands = [.. commands], NonSmtpCommand = new() { Enable = true, Action = ScreeningAction.Drop } }, todo: CheckSet.NonSmtpCommand);

        lab.Says(verb);

        Assert.Equal(forbidden, lab.State.Notes.Any(note => note.Kind == NoteKind.NonSmtpCommand));
    }

    [Fact]
    public void RejectFooterMaps_Hit_WinsOverTheFooterForAll()
    {
        var lab = new DialogueLab(new() { RejectFooter = "all", RejectFooterMaps = ["regexp:{ {/^501 5\\.5\\.4 Syntax: (\\w+)/ \\c; see $1/$$client_address} }"] });

        Assert.Equal("501 5.5.4 Syntax: STARTTLS; see STARTTLS/127.0.4.1", lab.Says("STARTTLS x"));
        Assert.Equal("502-5.5.2 Error: command not recognized\r\n502 5.5.2 all", lab.Says("FOO"));
    }

    [Fact]
    public void RejectFooterMaps_WithSoftBounce_AskedForTheReplyBefore()
    {
        var lab = new DialogueLab(new() { RejectFooterMaps = ["inline:{ {502 5.5.2 Error: command not recognized = sorry} }"] }, new() { Hostname = "M", SoftBounce = true });

        Assert.Equal("402-4.5.2 Error: command not recognized\r\n402 4.5.2 sorry", lab.Says("FOO"));
    }

    [Fact]
    public void ExpansionFilter_OtherCharacters_BecomeUnderscores()
    {
        var lab = new DialogueLab(new() { RejectFooter = "\\c $client_address", ExpansionFilter = "\\61\\62." });

        Assert.Equal("502 5.5.2 Error: command not recognized 12_._._.1", lab.Says("FOO"));
    }

    private static IEnumerable<string> LookupTables(string list) => AdminPanel.Screening.LookupTables.ItemList.Split(list);
}
