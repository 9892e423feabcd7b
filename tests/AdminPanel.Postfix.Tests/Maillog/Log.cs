using System.Text;
using AdminPanel.Postfix.Maillog;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Postfix.Tests.Maillog;

/// <summary>Reads logs that tests write out.</summary>
internal static class Log
{
    public static readonly DateTime Written = new(2026, 11, 22, 20, 0, 0, DateTimeKind.Utc);

    public static ScreeningSnapshot Settings(params DnsblSite[] sites) =>
        ScreeningSnapshot.Compile(1, new ScreeningSettings { Dnsbl = new() { Sites = [.. sites], Threshold = 3 } });

    /// <summary>Reads bodies as lines of postscreen, a second apart; a leading <c>dnsblog|</c> or <c>smtpd|</c> names another program.</summary>
    public static (IReadOnlyList<VerdictEvent> Verdicts, LogCounts Counts) Of(ScreeningSnapshot settings, IReadOnlyCollection<string>? asked, params string[] bodies)
    {
        var text = new StringBuilder();
        for (var i = 0; i < bodies.Length; i++)
        {
            var (program, body) = bodies[i].Split('|') is [("dnsblog" or "smtpd") and var other, ..] ? (other, bodies[i][(other.Length + 1)..]) : ("postscreen", bodies[i]);
            text.Append($"Nov 22 19:{i / 60:00}:{i % 60:00} mx postfix/{program}[77]: {body}\n");
        }

        return Read(text.ToString(), settings, asked);
    }

    public static (IReadOnlyList<VerdictEvent> Verdicts, LogCounts Counts) Read(string text, ScreeningSnapshot settings, IReadOnlyCollection<string>? asked) =>
        Read(Encoding.Latin1.GetBytes(text), settings, asked);

    public static (IReadOnlyList<VerdictEvent> Verdicts, LogCounts Counts) Read(byte[] bytes, ScreeningSnapshot settings, IReadOnlyCollection<string>? asked)
    {
        using var stream = new MemoryStream(bytes);
        var reader = new MailLogReader(stream);
        var parser = new MailLineParser(Written, TimeZoneInfo.Utc);
        var assembler = new ConnectionAssembler(settings, asked);
        var verdicts = new List<VerdictEvent>();
        while (reader.TryRead(out var line))
        {
            if (parser.TryParse(line, out var parsed)) assembler.Add(parsed);
            else assembler.AddFormless(line);
            while (assembler.TryTake(out var verdict)) verdicts.Add(verdict);
        }

        assembler.Finish();
        while (assembler.TryTake(out var verdict)) verdicts.Add(verdict);
        return (verdicts, assembler.Counts);
    }
}
