using System.Globalization;
using System.Text;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.LookupTables;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.ProtocolEngine;

/// <summary>Turns a reply text into the bytes on the wire: <c>soft_bounce</c> and <c>postscreen_reject_footer</c>.</summary>
internal static class SmtpReply
{
    /// <summary>A 5xx reply as 4xx under <c>soft_bounce</c>, its enhanced code too.</summary>
    public static string Soften(ScreeningState state, string reply)
    {
        if (!state.Snapshot.Settings.Server.SoftBounce) return reply;
        var text = reply.ToCharArray();
        if (text.Length > 0 && text[0] == '5') text[0] = '4';
        if (text.Length > 4 && text[4] == '5') text[4] = '4';
        return new string(text);
    }

    /// <summary>The complete reply, footer and CRLF included.</summary>
    public static byte[] Encode(ScreeningState state, string reply)
    {
        var footer = reply.Length > 0 && reply[0] is '4' or '5' ? Footer(state, reply) : "";
        reply = Soften(state, reply);
        if (footer.Length > 0) reply = WithFooter(state, reply, footer);
        return Encoding.UTF8.GetBytes(reply + "\r\n");
    }

    /// <summary>The footer for a reply as it was before <c>soft_bounce</c>: the tables first, then the one for all.</summary>
    private static string Footer(ScreeningState state, string reply)
    {
        var footer = state.Snapshot.Settings.Protocol.RejectFooter;
        if (state.Snapshot.Protocol.RejectFooters.IsEmpty) return footer;
        var answer = state.Snapshot.Protocol.RejectFooters.Find(reply);
        if (answer.Failed) Warn(state, $"{answer.FailedTable} lookup error for \"{LogText.Escape(reply, LogText.MaxLength)}\"");
        return answer.Value ?? footer;
    }

    private static string WithFooter(ScreeningState state, string reply, string template)
    {
        var same = template.StartsWith("\\c", StringComparison.Ordinal);
        var added = new List<string>();
        foreach (var line in (same ? template[2..] : template).Split("\\n"))
        {
            if (Expand(state, line) is not { } expanded) return reply;
            added.Add(expanded);
        }

        var lines = new List<string>(reply.Split("\r\n"));
        var last = lines[^1];
        var code = last[..Math.Min(3, last.Length)];
        var enhanced = EnhancedCode(last);
        for (var i = 0; i < added.Count; i++)
        {
            if (i == 0 && same) lines[^1] += added[0];
            else lines.Add($"{code} {(enhanced.Length > 0 ? enhanced + " " : "")}{added[i]}");
        }

        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Length > 3) lines[i] = $"{line[..3]}{(i == lines.Count - 1 ? ' ' : '-')}{line[4..]}";
        }

        return string.Join("\r\n", lines);
    }

    private static string EnhancedCode(string line)
    {
        var words = line.Length > 4 ? line[4..].Split(' ', 2)[0] : "";
        var parts = words.Split('.');
        return parts.Length == 3 && parts.All(static p => p.Length is > 0 and <= 3 && p.All(char.IsAsciiDigit)) ? words : "";
    }

    /// <summary>Expands one line of a footer; null, after a warning, when its macros cannot be read.</summary>
    private static string? Expand(ScreeningState state, string line)
    {
        var expander = new MacroExpander(name => Filtered(state, Macro(state, name)));
        if (expander.TryExpand(line, out var text, out var error)) return text;
        Warn(state, error!);
        return null;
    }

    private static string Macro(ScreeningState state, string name)
    {
        switch (name)
        {
            case "client_address":
                return AddressText.Of(state.ClientState.Address);
            case "client_port":
                return state.Client.Port.ToString(CultureInfo.InvariantCulture);
            case "server_name":
                return state.Snapshot.Greeting.Hostname;
            case "localtime":
                return state.Services.Time.GetLocalNow().ToString("MMM dd HH:mm:ss", CultureInfo.InvariantCulture);
            default:
                Warn(state, $"unknown macro name \"{name}\" in expansion request");
                return "";
        }
    }

    private static string Filtered(ScreeningState state, string value)
    {
        var allowed = state.Snapshot.Protocol.ExpansionFilter;
        return string.Create(value.Length, (value, allowed), static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = from.allowed.Contains(from.value[i]) ? from.value[i] : '_';
        });
    }

    private static void Warn(ScreeningState state, string text) => state.Note(state.NewNote(NoteKind.TableWarning) with { Text = text });
}
