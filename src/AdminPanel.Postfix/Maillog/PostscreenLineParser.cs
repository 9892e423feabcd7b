using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Postfix.Maillog;

/// <summary>Reads the text of postscreen(8) and dnsblog(8) lines, of any version since Postfix 2.8. Stateless; never throws, whatever the bytes.</summary>
public static class PostscreenLineParser
{
    private static ReadOnlySpan<byte> Listed => " listed by domain "u8;

    private static ReadOnlySpan<byte> After => " after "u8;

    /// <summary>Reads what postscreen said.</summary>
    public static LineUse Read(ReadOnlySpan<byte> body, out PostscreenLine line)
    {
        line = default;
        var use = body.IsEmpty ? LineUse.Unknown : body[0] switch
        {
            (byte)'C' => ReadConnectOrLimit(body, ref line),
            (byte)'P' => ReadPass(body, ref line),
            (byte)'D' => ReadDnsblOrDisconnect(body, ref line),
            (byte)'N' => ReadNoQueue(body, ref line),
            (byte)'H' => ReadHangup(body, ref line),
            (byte)'A' or (byte)'W' or (byte)'B' => ReadAccess(body, ref line),
            (byte)'r' => ReadRefused(body, "reject: connect from "u8, ref line),
            (byte)'[' => ReadClientFirst(body, ref line),
            (byte)'w' when body.StartsWith("warning: write ["u8) => ReadWriteError(body["warning: write "u8.Length..], ref line),
            _ => LineUse.Unknown,
        };
        return use == LineUse.Unknown ? Notice(body, ref line) : use;
    }

    /// <summary>Reads what dnsblog said: listings and lookups that failed. It names no port.</summary>
    public static LineUse ReadDnsblog(ReadOnlySpan<byte> body, out PostscreenLine line)
    {
        line = default;
        if (Skip(ref body, "addr "u8))
        {
            var listed = body.IndexOf(Listed);
            if (listed < 0 || !LogAddress.TryParse(body[..listed], out var client)) return LineUse.Unknown;
            body = body[(listed + Listed.Length)..];
            var code = body.LastIndexOf(" as "u8);
            if (code <= 0 || code + 4 >= body.Length) return LineUse.Unknown;
            line = new PostscreenLine { Kind = NoteKind.DnsblListed, Client = client, Text = body[..code], Detail = body[(code + 4)..] };
            return LineUse.Event;
        }

        var failed = body;
        if (Skip(ref failed, "warning: dnsblog_query: lookup error for DNS query "u8))
        {
            var colon = failed.IndexOf(": "u8);
            if (colon > 0 && QueryName.TryRead(failed[..colon], out var client, out var zone))
            {
                line = new PostscreenLine { Kind = NoteKind.DnsblError, Client = client, Text = zone, Detail = failed[(colon + 2)..] };
                return LineUse.Event;
            }
        }

        return Notice(body, ref line);
    }

    private static LineUse ReadConnectOrLimit(ReadOnlySpan<byte> body, ref PostscreenLine line)
    {
        if (Skip(ref body, "CONNECT from "u8))
        {
            if (!Client(ref body, ref line) || !Skip(ref body, " to "u8) || !ClientText.TryRead(ref body, out var server, out var port)) return LineUse.Unknown;
            (line.Kind, line.Server, line.ServerPort) = (NoteKind.Connect, server, port);
            return LineUse.Event;
        }

        if (!Skip(ref body, "COMMAND "u8)) return LineUse.Unknown;
        if (Skip(ref body, "PIPELINING"u8)) return ReadCommand(body, NoteKind.CommandPipelining, ref line);
        var kind = Skip(ref body, "TIME LIMIT"u8) ? NoteKind.CommandTimeLimit
            : Skip(ref body, "COUNT LIMIT"u8) ? NoteKind.CommandCountLimit
            : Skip(ref body, "LENGTH LIMIT"u8) ? NoteKind.CommandLengthLimit
            : NoteKind.Connect;
        if (kind == NoteKind.Connect || !FromClient(ref body, ref line)) return LineUse.Unknown;
        if (Skip(ref body, After)) line.Detail = body;
        line.Kind = kind;
        return LineUse.Event;
    }

    private static LineUse ReadPass(ReadOnlySpan<byte> body, ref PostscreenLine line)
    {
        if (Skip(ref body, "PASS NEW "u8)) return Plain(body, NoteKind.PassNew, ref line);
        if (Skip(ref body, "PASS OLD "u8)) return Plain(body, NoteKind.PassOld, ref line);
        if (!Skip(ref body, "PREGREET "u8)) return LineUse.Unknown;
        var space = body.IndexOf((byte)' ');
        if (space < 0 || !Number.TryRead(body[..space], out var count)) return LineUse.Unknown;
        body = body[space..];
        if (!Skip(ref body, After) || !Elapsed(ref body, ref line) || !FromClient(ref body, ref line)) return LineUse.Unknown;
        if (!Skip(ref body, ": "u8)) Skip(ref body, " "u8);
        line.Count = count;
        line.Text = body;
        return Kind(NoteKind.Pregreet, ref line);
    }

    private static LineUse ReadDnsblOrDisconnect(ReadOnlySpan<byte> body, ref PostscreenLine line)
    {
        if (Skip(ref body, "DISCONNECT "u8)) return Plain(body, NoteKind.Disconnect, ref line);
        if (Skip(ref body, "DENYLISTED "u8)) return Plain(body, NoteKind.Denylisted, ref line);
        if (Skip(ref body, "DATA without valid RCPT"u8)) return FromClient(ref body, ref line) ? Kind(NoteKind.DataWithoutRcpt, ref line) : LineUse.Unknown;
        if (!Skip(ref body, "DNSBL rank "u8)) return LineUse.Unknown;
        var space = body.IndexOf((byte)' ');
        if (space < 0 || !Number.TryRead(body[..space], out var rank)) return LineUse.Unknown;
        body = body[space..];
        line.Count = rank;
        return Skip(ref body, " for "u8) ? Plain(body, NoteKind.DnsblRank, ref line) : LineUse.Unknown;
    }

    private static LineUse ReadNoQueue(ReadOnlySpan<byte> body, ref PostscreenLine line)
    {
        if (Skip(ref body, "NON-SMTP COMMAND"u8)) return ReadCommand(body, NoteKind.NonSmtpCommand, ref line);
        if (!Skip(ref body, "NOQUEUE: reject: "u8)) return LineUse.Unknown;
        if (body.StartsWith("CONNECT from "u8)) return ReadRefused(body, "CONNECT from "u8, ref line);
        if (!Skip(ref body, "RCPT"u8) || !FromClient(ref body, ref line) || !Skip(ref body, ": "u8)) return LineUse.Unknown;

        // A hostile sender or HELO may hold these very words: the first ones are Postfix's own.
        line.Kind = NoteKind.RcptRejected;
        line.Text = Until(ref body, "; from=<"u8);
        line.Sender = Until(ref body, ">, to=<"u8);
        line.Recipient = Until(ref body, ">, proto="u8);
        line.Protocol = Until(ref body, ", helo=<"u8);
        line.Helo = body.EndsWith(">"u8) ? body[..^1] : body;
        return LineUse.Event;
    }

    private static LineUse ReadRefused(ReadOnlySpan<byte> body, scoped ReadOnlySpan<byte> start, ref PostscreenLine line)
    {
        if (!Skip(ref body, start) || !Client(ref body, ref line) || !Skip(ref body, ": "u8)) return LineUse.Unknown;
        if (body.StartsWith("too many connections"u8)) return Kind(NoteKind.TooManyConnections, ref line);
        if (body.StartsWith("all server ports busy"u8)) return Kind(NoteKind.AllServerPortsBusy, ref line);
        return body.StartsWith("all screening ports busy"u8) ? Kind(NoteKind.AllScreeningPortsBusy, ref line) : LineUse.Unknown;
    }

    private static LineUse ReadHangup(ReadOnlySpan<byte> body, ref PostscreenLine line)
    {
        if (!Skip(ref body, "HANGUP after "u8) || !Elapsed(ref body, ref line) || !FromClient(ref body, ref line)) return LineUse.Unknown;
        if (Skip(ref body, " in "u8)) line.Text = body;
        return Kind(NoteKind.Hangup, ref line);
    }

    private static LineUse ReadAccess(ReadOnlySpan<byte> body, ref PostscreenLine line)
    {
        if (Skip(ref body, "ALLOWLISTED "u8) || Skip(ref body, "WHITELISTED "u8)) return Plain(body, NoteKind.Allowlisted, ref line);
        if (Skip(ref body, "BLACKLISTED "u8)) return Plain(body, NoteKind.Denylisted, ref line);
        if (Skip(ref body, "ALLOWLIST VETO "u8) || Skip(ref body, "WHITELIST VETO "u8)) return Plain(body, NoteKind.AllowlistVeto, ref line);
        if (Skip(ref body, "BDAT without valid RCPT"u8)) return FromClient(ref body, ref line) ? Kind(NoteKind.BdatWithoutRcpt, ref line) : LineUse.Unknown;
        if (!Skip(ref body, "BARE NEWLINE"u8) || !FromClient(ref body, ref line)) return LineUse.Unknown;
        if (Skip(ref body, After)) line.Text = body;
        return Kind(NoteKind.BareNewline, ref line);
    }

    /// <summary><c> from [A]:P after WORD: TEXT</c>; older versions leave the word out.</summary>
    private static LineUse ReadCommand(ReadOnlySpan<byte> body, NoteKind kind, ref PostscreenLine line)
    {
        if (!FromClient(ref body, ref line)) return LineUse.Unknown;
        if (Skip(ref body, After))
        {
            var colon = body.IndexOf((byte)':');
            line.Detail = colon < 0 ? body : body[..colon];
            body = colon < 0 ? default : body[(colon + 1)..];
        }
        else
        {
            Skip(ref body, ":"u8);
        }

        Skip(ref body, " "u8);
        line.Text = body;
        return Kind(kind, ref line);
    }

    private static LineUse ReadClientFirst(ReadOnlySpan<byte> body, ref PostscreenLine line)
    {
        if (Client(ref body, ref line))
        {
            if (!Skip(ref body, ": replacing command \""u8)) return LineUse.Unknown;
            line.Detail = Until(ref body, "\" with \""u8);
            line.Text = body.EndsWith("\""u8) ? body[..^1] : body;
            return Kind(NoteKind.ReplacedCommand, ref line);
        }

        // This one line has no colon between address and port.
        var words = body.IndexOf(": discarding EHLO keywords: "u8);
        var close = body.IndexOf((byte)']');
        if (words < 0 || close < 1 || close > words) return LineUse.Unknown;
        if (!LogAddress.TryParse(body[1..close], out var client) || !Number.TryRead(body[(close + 1)..words], out var port) || port is < 0 or > ushort.MaxValue) return LineUse.Unknown;
        line.Client = client;
        line.Port = (ushort)port;
        line.Text = body[(words + ": discarding EHLO keywords: "u8.Length)..];
        return Kind(NoteKind.DiscardingEhloKeywords, ref line);
    }

    private static LineUse ReadWriteError(ReadOnlySpan<byte> body, ref PostscreenLine line)
    {
        if (!Client(ref body, ref line) || !Skip(ref body, ": "u8)) return LineUse.Unknown;
        line.Detail = body;
        return Kind(NoteKind.WriteError, ref line);
    }

    /// <summary>Lines that are about no client, or about a client only by what stands in front of them.</summary>
    private static LineUse Notice(ReadOnlySpan<byte> body, ref PostscreenLine line)
    {
        line = default;
        var rest = body;
        if (Skip(ref rest, "warning: cannot connect to service "u8)) return Warn(NoteKind.HandoffConnectFailed, rest, ref line);
        if (Skip(ref rest, "warning: cannot pass connection to service "u8)) return Warn(NoteKind.HandoffPassFailed, rest, ref line);
        if (Skip(ref rest, "warning: dnsblog reply timeout "u8) && rest.IndexOf("s for "u8) is > 0 and var zone)
        {
            line.Kind = NoteKind.DnsblTimeout;
            line.Text = rest[(zone + 6)..];
            return LineUse.Warning;
        }

        if (body.StartsWith("warning: "u8) || body.StartsWith("error: "u8) || body.StartsWith("fatal: "u8) || body.StartsWith("panic: "u8)) return LineUse.Warning;
        var known = body.StartsWith("cache "u8) || body.StartsWith("table "u8) || body.StartsWith("entering STRESS mode"u8) || body.StartsWith("leaving STRESS mode"u8)
            || body.StartsWith("using backwards-compatible default setting"u8) || body.StartsWith("terminating on signal"u8) || body.StartsWith("close database"u8);
        return known ? LineUse.Notice : LineUse.Unknown;
    }

    private static LineUse Warn(NoteKind kind, ReadOnlySpan<byte> rest, ref PostscreenLine line)
    {
        line.Text = Until(ref rest, ": "u8);
        line.Detail = rest;
        line.Kind = kind;
        return LineUse.Warning;
    }

    private static LineUse Plain(ReadOnlySpan<byte> body, NoteKind kind, ref PostscreenLine line) =>
        Client(ref body, ref line) && body.IsEmpty ? Kind(kind, ref line) : LineUse.Unknown;

    private static LineUse Kind(NoteKind kind, ref PostscreenLine line)
    {
        line.Kind = kind;
        return LineUse.Event;
    }

    private static bool Elapsed(scoped ref ReadOnlySpan<byte> body, scoped ref PostscreenLine line)
    {
        var space = body.IndexOf((byte)' ');
        if (space < 0 || !Number.TryReadSeconds(body[..space], out var elapsed)) return false;
        line.Elapsed = elapsed;
        body = body[space..];
        return true;
    }

    private static bool FromClient(scoped ref ReadOnlySpan<byte> body, scoped ref PostscreenLine line) => Skip(ref body, " from "u8) && Client(ref body, ref line);

    private static bool Client(scoped ref ReadOnlySpan<byte> body, scoped ref PostscreenLine line)
    {
        if (!ClientText.TryRead(ref body, out var client, out var port)) return false;
        (line.Client, line.Port) = (client, port);
        return true;
    }

    /// <summary>What is in front of <paramref name="mark"/>, and behind it in <paramref name="body"/>; everything and nothing without the mark.</summary>
    private static ReadOnlySpan<byte> Until(scoped ref ReadOnlySpan<byte> body, scoped ReadOnlySpan<byte> mark)
    {
        var at = body.IndexOf(mark);
        var text = at < 0 ? body : body[..at];
        body = at < 0 ? default : body[(at + mark.Length)..];
        return text;
    }

    private static bool Skip(scoped ref ReadOnlySpan<byte> body, scoped ReadOnlySpan<byte> start)
    {
        if (!body.StartsWith(start)) return false;
        body = body[start.Length..];
        return true;
    }
}
