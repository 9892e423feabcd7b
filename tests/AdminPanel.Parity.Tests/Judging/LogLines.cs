using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AdminPanel.Parity.Tests.Playing;

namespace AdminPanel.Parity.Tests.Judging;

/// <summary>A line of either server's log: the program (postscreen, dnsblog, tlsproxy) and what it says.</summary>
public sealed record LogLine(string Program, string Body);

/// <summary>Sorts log lines to the connections they are about and takes out what may differ: ports, times, durations.</summary>
public static partial class LogLines
{
    /// <summary>The lines of one connection, comparable.</summary>
    /// <param name="log">Everything logged.</param>
    /// <param name="client">The client's address in the log.</param>
    /// <param name="port">The client's port in the log.</param>
    public static List<string> OfConnection(IEnumerable<LogLine> log, IPAddress client, int port)
    {
        // EHLO keyword discards are logged without the colon.
        var names = new[] { $"[{client}]:{port}", $"[{client}]{port}:" };

        // Postfix's programs run side by side: each one's lines are in order, one program's among another's are not.
        return [.. log.Where(line => line.Program != "dnsblog" && names.Any(name => Names(line.Body, name))).OrderBy(line => line.Program, StringComparer.Ordinal).Select(line => $"{line.Program}: {Plain(line.Body, port)}")];
    }

    /// <summary>The lines that contain a mark.</summary>
    public static IEnumerable<string> Marked(IEnumerable<LogLine> log, string mark) =>
        log.Where(line => line.Body.Contains(mark, StringComparison.Ordinal)).Select(line => $"{line.Program}: {Plain(line.Body, -1)}");

    /// <summary>The dnsblog lines of a client, sorted: which list answers first is left to chance.</summary>
    public static List<string> OfLists(IEnumerable<LogLine> log, IPAddress client)
    {
        var reversed = string.Join('.', client.GetAddressBytes().Reverse());
        return
        [
            .. log.Where(line => line.Program == "dnsblog" && (Names(line.Body, $"addr {client} ") || line.Body.Contains($" {reversed}.", StringComparison.Ordinal)))
                .Select(line => $"{line.Program}: {line.Body}").Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Takes ports, times and durations out of a text.</summary>
    public static string Plain(string text, int port)
    {
        // The server's port first: a client's own may happen to be the same number.
        text = ServerPort().Replace(text, "$1:SP").Replace($"]:{port.ToString(CultureInfo.InvariantCulture)}", "]:P", StringComparison.Ordinal)
            .Replace($"]{port.ToString(CultureInfo.InvariantCulture)}:", "]P:", StringComparison.Ordinal)
            .Replace($":{port.ToString(CultureInfo.InvariantCulture)} ", ":P ", StringComparison.Ordinal);
        return LocalTime().Replace(Duration().Replace(text, "$1 after T"), "TIME");
    }

    /// <summary>A dialogue, comparable.</summary>
    public static List<string> Of(Dialogue dialogue) => [.. dialogue.Lines.Select(line => Plain(line, dialogue.Port))];

    private static bool Names(string body, string name)
    {
        var at = body.IndexOf(name, StringComparison.Ordinal);
        return at >= 0 && (at + name.Length == body.Length || !char.IsAsciiDigit(body[at + name.Length]));
    }

    [GeneratedRegex(@"(CONNECT from \[[^\]]+\]:\w+ to \[(?:127\.0\.0\.1|::1)\]):\d+")]
    private static partial Regex ServerPort();

    [GeneratedRegex(@"\A(PREGREET \d+|HANGUP) after [0-9.]+")]
    private static partial Regex Duration();

    [GeneratedRegex(@"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d")]
    private static partial Regex LocalTime();
}
