using System.Globalization;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Features.OldLogs;

/// <summary>A <see cref="LogImportReport"/> for people, one fact a line.</summary>
public static class LogImportText
{
    private static readonly NoteKind[] s_kinds =
    [
        NoteKind.Connect, NoteKind.PassNew, NoteKind.PassOld, NoteKind.Allowlisted, NoteKind.Denylisted, NoteKind.AllowlistVeto, NoteKind.DnsblListed, NoteKind.DnsblRank,
        NoteKind.Pregreet, NoteKind.CommandPipelining, NoteKind.NonSmtpCommand, NoteKind.BareNewline, NoteKind.RcptRejected, NoteKind.CommandTimeLimit, NoteKind.CommandCountLimit,
        NoteKind.CommandLengthLimit, NoteKind.TooManyConnections, NoteKind.AllServerPortsBusy, NoteKind.AllScreeningPortsBusy, NoteKind.Hangup, NoteKind.Disconnect, NoteKind.DnsblError,
    ];

    /// <summary>Kinds of lines with their number, as the log spells them.</summary>
    public static IEnumerable<(string Words, long Count)> Lines(LogImportReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return s_kinds.Select(kind => (Words(kind), report.Counts.Of(kind))).Where(static line => line.Item2 > 0);
    }

    /// <summary>What became of the connections; the first number is all of them.</summary>
    public static IEnumerable<(string Words, long Count)> Connections(LogImportReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        yield return ("connections put together", report.Counts.Connections);
        yield return ("written to history", report.Written);
        if (report.Known > 0) yield return ("there already", report.Known);
        if (report.TooOld > 0) yield return ("older than history keeps (System page or History:RetentionDays)", report.TooOld);
        if (report.TooMany > 0) yield return ("the oldest, more than history keeps (History:MaxRows)", report.TooMany);
        if (report.Counts.Unfinished > 0) yield return ("without an end in these files; left out", report.Counts.Unfinished);
        if (report.Said > 0) yield return ($"labels of amavis, rspamd, SpamAssassin and the mail server tied to connections, of {report.Said.ToString("N0", CultureInfo.InvariantCulture)}", report.Labelled);
        if (report.Counts.WithoutConnect > 0) yield return ("lines about connections that began before these files", report.Counts.WithoutConnect);
    }

    /// <summary>What is known about which lists were asked, in a sentence or two.</summary>
    public static string Lists(LogImportReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.HasMainCf) return "Every list of the given main.cf counts as asked: where the log has no listing, the list did not list the client.";
        var logged = report.ListsLogged.Count == 0
            ? "The log has no listings, so no list is known to have been asked."
            : $"Known to have been asked, because they listed somebody in this log: {string.Join(", ", report.ListsLogged)}.";
        return report.ListsNotKnown.Count == 0
            ? logged
            : $"{logged} Not known to have been asked: {string.Join(", ", report.ListsNotKnown)}; evidence says so. If the log's main.cf asked them, give it.";
    }

    /// <summary>The whole report for a terminal.</summary>
    public static void Write(TextWriter output, LogImportReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Read {report.Bytes / 1e6:N1} MB, {report.Counts.Lines:N0} lines in {report.Elapsed.TotalSeconds:N1} s: {report.Speed:N1} MB/s"));
        Table("Connections", Connections(report));
        Table("Verdicts", Enum.GetValues<VerdictReason>().Select(reason => (VerdictText.Badge(reason), report.Of(reason))).Where(static line => line.Item2 > 0));
        Table("Lines", Lines(report));
        output.WriteLine(Lists(report));
        if (report.Counts.Warnings > 0) Samples($"{report.Counts.Warnings:N0} warnings and errors of Postfix, for example", report.Counts.WarningSamples);
        if (report.Counts.Unknown + report.Counts.Formless > 0)
            Samples($"{report.Counts.Unknown + report.Counts.Formless:N0} lines not understood and passed over, for example", report.Counts.UnknownSamples);

        void Table(string headline, IEnumerable<(string Words, long Count)> lines)
        {
            output.WriteLine(headline);
            foreach (var (words, count) in lines) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,12:N0}  {words}"));
        }

        void Samples(string headline, IReadOnlyList<string> samples)
        {
            output.WriteLine($"{headline}:");
            foreach (var sample in samples) output.WriteLine($"  {sample}");
        }
    }

    private static string Words(NoteKind kind) => kind switch
    {
        NoteKind.Connect => "CONNECT",
        NoteKind.PassNew => "PASS NEW",
        NoteKind.PassOld => "PASS OLD",
        NoteKind.Allowlisted => "ALLOWLISTED",
        NoteKind.Denylisted => "DENYLISTED",
        NoteKind.AllowlistVeto => "ALLOWLIST VETO",
        NoteKind.DnsblListed => "listed by domain",
        NoteKind.DnsblRank => "DNSBL rank",
        NoteKind.Pregreet => "PREGREET",
        NoteKind.CommandPipelining => "COMMAND PIPELINING",
        NoteKind.NonSmtpCommand => "NON-SMTP COMMAND",
        NoteKind.BareNewline => "BARE NEWLINE",
        NoteKind.RcptRejected => "NOQUEUE: reject: RCPT",
        NoteKind.CommandTimeLimit => "COMMAND TIME LIMIT",
        NoteKind.CommandCountLimit => "COMMAND COUNT LIMIT",
        NoteKind.CommandLengthLimit => "COMMAND LENGTH LIMIT",
        NoteKind.TooManyConnections => "too many connections",
        NoteKind.AllServerPortsBusy => "all server ports busy",
        NoteKind.AllScreeningPortsBusy => "all screening ports busy",
        NoteKind.Hangup => "HANGUP",
        NoteKind.Disconnect => "DISCONNECT",
        _ => "lookup error",
    };
}
