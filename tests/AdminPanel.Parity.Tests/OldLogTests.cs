using System.Text;
using System.Text.RegularExpressions;
using AdminPanel.Parity.Tests.Table;
using AdminPanel.Postfix.Maillog;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Parity.Tests;

/// <summary>What an import makes of the logs of Debian's postscreen is what their lines say, counted by grep.</summary>
public sealed class OldLogTests(ParityRuns runs)
{
    private static readonly (NoteKind Kind, string Pattern)[] s_words =
    [
        (NoteKind.Connect, @"postscreen\[\d+\]: CONNECT from "),
        (NoteKind.PassNew, @"postscreen\[\d+\]: PASS NEW "),
        (NoteKind.PassOld, @"postscreen\[\d+\]: PASS OLD "),
        (NoteKind.Allowlisted, @"postscreen\[\d+\]: (ALLOW|WHITE)LISTED "),
        (NoteKind.Denylisted, @"postscreen\[\d+\]: (DENY|BLACK)LISTED "),
        (NoteKind.AllowlistVeto, @"postscreen\[\d+\]: (ALLOW|WHITE)LIST VETO "),
        (NoteKind.Pregreet, @"postscreen\[\d+\]: PREGREET "),
        (NoteKind.DnsblRank, @"postscreen\[\d+\]: DNSBL rank "),
        (NoteKind.CommandPipelining, @"postscreen\[\d+\]: COMMAND PIPELINING "),
        (NoteKind.NonSmtpCommand, @"postscreen\[\d+\]: NON-SMTP COMMAND "),
        (NoteKind.BareNewline, @"postscreen\[\d+\]: BARE NEWLINE "),
        (NoteKind.RcptRejected, @"postscreen\[\d+\]: NOQUEUE: reject: RCPT "),
        (NoteKind.TooManyConnections, "too many connections$"),
        (NoteKind.CommandTimeLimit, @"postscreen\[\d+\]: COMMAND TIME LIMIT "),
        (NoteKind.CommandCountLimit, @"postscreen\[\d+\]: COMMAND COUNT LIMIT "),
        (NoteKind.CommandLengthLimit, @"postscreen\[\d+\]: COMMAND LENGTH LIMIT "),
        (NoteKind.Hangup, @"postscreen\[\d+\]: HANGUP "),
        (NoteKind.Disconnect, @"postscreen\[\d+\]: DISCONNECT "),
    ];

    public static TheoryData<string> Variants() => [.. ParityTable.Variants.Select(static variant => variant.Name)];

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Import_LogOfPostscreen_CountsWhatGrepCounts(string name)
    {
        Assert.SkipWhen(ParityRuns.Missing is not null, ParityRuns.Missing ?? "");
        var variant = ParityTable.Variants.Single(variant => variant.Name == name);
        var log = (await runs.GetLogsAsync(variant).WaitAsync(TestContext.Current.CancellationToken)).Postscreen;

        var (verdicts, counts) = Import(log);

        var connects = Regex.Count(log, @"postscreen\[\d+\]: CONNECT from ");
        if (Regex.Count(log, @"postscreen\[\d+\]: fatal: ") is > 0 and var deaths)
        {
            // What was under way when postscreen died was never decided: it is counted, and no verdict is made up.
            Assert.InRange(counts.Unfinished, 1, deaths);
            Assert.Equal(connects, verdicts.Count + counts.Unfinished);
            return;
        }

        var expected = s_words.Select(word => $"{word.Kind} {Regex.Count(log, word.Pattern, RegexOptions.Multiline)}");
        Assert.Equal(expected, s_words.Select(word => $"{word.Kind} {verdicts.Sum(verdict => verdict.Notes.Count(note => note.Kind == word.Kind))}"));
        Assert.Equal((0, 0, 0), (counts.Unfinished, counts.WithoutConnect, counts.Unknown));
        Assert.Empty(counts.UnknownSamples);
        Assert.Equal(connects, verdicts.Count);
    }

    private static (List<VerdictEvent> Verdicts, LogCounts Counts) Import(string log)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(log));
        var reader = new MailLogReader(stream);
        var parser = new MailLineParser(DateTime.UtcNow, TimeZoneInfo.Local);
        var assembler = new ConnectionAssembler(ScreeningSnapshot.Compile(0, new ScreeningSettings()), []);
        while (reader.TryRead(out var line))
        {
            if (parser.TryParse(line, out var parsed)) assembler.Add(parsed);
            else assembler.AddFormless(line);
        }

        assembler.Finish();
        var verdicts = new List<VerdictEvent>();
        while (assembler.TryTake(out var verdict)) verdicts.Add(verdict);
        return (verdicts, assembler.Counts);
    }
}
