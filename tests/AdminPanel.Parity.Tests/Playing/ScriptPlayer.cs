using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using AdminPanel.Parity.Tests.Table;

namespace AdminPanel.Parity.Tests.Playing;

/// <summary>What came of playing a script against one server.</summary>
/// <param name="Dialogues">The connections in the order in which they were begun.</param>
/// <param name="Trouble">Why the script could not be played to its end; null when it could.</param>
public sealed record Performance(IReadOnlyList<Dialogue> Dialogues, string? Trouble);

/// <summary>Plays a script against a server.</summary>
public static partial class ScriptPlayer
{
    /// <summary>Plays <paramref name="script"/> from <paramref name="source"/>, <paramref name="reload"/> being the step that makes the server read its settings; a script that breaks off is reported, not thrown.</summary>
    public static async Task<Performance> PlayAsync(ParityScript script, IPEndPoint server, IPAddress source, Func<Task> reload, CancellationToken cancellationToken)
    {
        var dialogues = new List<Dialogue>();
        var clients = new Dictionary<string, WireClient>(StringComparer.Ordinal);
        string? trouble = null;
        try
        {
            foreach (var line in script.Steps.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var step = StepLine().Match(line);
                var (who, what, text) = (step.Groups["who"].Value, step.Groups["what"].Value, step.Groups["text"].Value);
                if (!clients.TryGetValue(who, out var client) || what == "connect")
                {
                    client?.Dispose();
                    dialogues.Add(new Dialogue());
                    clients[who] = client = new WireClient(dialogues[^1], cancellationToken);
                    await client.ConnectAsync(server, source);
                }

                if (what == "reload") await reload();
                else await StepAsync(client, what, text, cancellationToken);
            }
        }
        catch (Exception e) when (e is ScriptBrokenException or TimeoutException or SocketException or IOException)
        {
            trouble = e.Message;
        }
        finally
        {
            foreach (var client in clients.Values) client.Dispose();
        }

        return new Performance(dialogues, trouble);
    }

    private static Task StepAsync(WireClient client, string what, string text, CancellationToken cancellationToken)
    {
        switch (what)
        {
            case "connect":
                return Task.CompletedTask;
            case ">":
                return client.SendAsync(Unescape(text) + "\r\n");
            case ">>":
                return client.SendAsync(Unescape(text));
            case "<":
                return client.HearAsync(text);
            case ".":
                return client.HearEndAsync();
            case "wait":
                return Task.Delay(Milliseconds(text), cancellationToken);
            case "silent":
                return client.SilentAsync(Milliseconds(text));
            case "tls":
                return client.EncryptAsync();
            case "shut":
                client.Shut();
                return Task.CompletedTask;
            case "hangup" or "reset":
                client.HangUp(what == "reset");
                return Task.CompletedTask;
            default:
                throw new InvalidOperationException($"No step is called \"{what}\".");
        }
    }

    private static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(int.Parse(text, CultureInfo.InvariantCulture));

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            plain.Append(text[++i] switch
            {
                'r' => '\r',
                'n' => '\n',
                't' => '\t',
                's' => ' ',
                '0' => '\0',
                'x' => (char)byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                var other => other,
            });
            if (text[i] == 'x') i += 2;
        }

        return plain.ToString();
    }

    [GeneratedRegex(@"\A(?:(?<who>\d+): )?(?<what>\S+)(?: (?<text>.*))?\z", RegexOptions.Singleline)]
    private static partial Regex StepLine();
}
