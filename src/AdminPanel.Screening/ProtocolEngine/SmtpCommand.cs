using System.Text;

namespace AdminPanel.Screening.ProtocolEngine;

/// <summary>The verbs the dummy SMTP engine knows (postscreen's command table). The order is meaningless.</summary>
internal enum SmtpVerb
{
    Unknown, Helo, Ehlo, StartTls, XClient, XForward, Auth, Mail, Rcpt, Data, Bdat, Rset, Noop, Vrfy, Etrn, Quit,
}

/// <summary>One command line: the verb and the rest, split at spaces only (a tab is an ordinary character).</summary>
internal readonly ref struct SmtpCommand
{
    /// <summary>Splits a line without its line end. An embedded NUL ends it.</summary>
    public SmtpCommand(ReadOnlySpan<byte> line)
    {
        var nul = line.IndexOf((byte)0);
        if (nul >= 0) line = line[..nul];
        line = line.TrimStart((byte)' ');
        var space = line.IndexOf((byte)' ');
        VerbText = space < 0 ? line : line[..space];
        Arguments = space < 0 ? default : line[space..].Trim((byte)' ');
        Verb = Recognize(VerbText);
    }

    /// <summary>The verb as sent; empty for an empty line.</summary>
    public ReadOnlySpan<byte> VerbText { get; }

    /// <summary>What follows the verb, without the spaces around it.</summary>
    public ReadOnlySpan<byte> Arguments { get; }

    /// <summary>The verb, compared without case.</summary>
    public SmtpVerb Verb { get; }

    /// <summary>The first word of the arguments.</summary>
    public ReadOnlySpan<byte> FirstArgument
    {
        get
        {
            var space = Arguments.IndexOf((byte)' ');
            return space < 0 ? Arguments : Arguments[..space];
        }
    }

    /// <summary>How log lines name the verb: upper case, or UNIMPLEMENTED.</summary>
    public static string LogName(SmtpVerb verb) => verb == SmtpVerb.Unknown ? "UNIMPLEMENTED" : verb.ToString().ToUpperInvariant();

    private static SmtpVerb Recognize(ReadOnlySpan<byte> verb)
    {
        if (verb.Length is < 4 or > 8) return SmtpVerb.Unknown;
        Span<byte> upper = stackalloc byte[8];
        for (var i = 0; i < verb.Length; i++) upper[i] = verb[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(verb[i] - 32) : verb[i];
        ReadOnlySpan<byte> name = upper[..verb.Length];
        return name switch
        {
            _ when name.SequenceEqual("HELO"u8) => SmtpVerb.Helo,
            _ when name.SequenceEqual("EHLO"u8) => SmtpVerb.Ehlo,
            _ when name.SequenceEqual("MAIL"u8) => SmtpVerb.Mail,
            _ when name.SequenceEqual("RCPT"u8) => SmtpVerb.Rcpt,
            _ when name.SequenceEqual("DATA"u8) => SmtpVerb.Data,
            _ when name.SequenceEqual("BDAT"u8) => SmtpVerb.Bdat,
            _ when name.SequenceEqual("RSET"u8) => SmtpVerb.Rset,
            _ when name.SequenceEqual("NOOP"u8) => SmtpVerb.Noop,
            _ when name.SequenceEqual("VRFY"u8) => SmtpVerb.Vrfy,
            _ when name.SequenceEqual("ETRN"u8) => SmtpVerb.Etrn,
            _ when name.SequenceEqual("QUIT"u8) => SmtpVerb.Quit,
            _ when name.SequenceEqual("AUTH"u8) => SmtpVerb.Auth,
            _ when name.SequenceEqual("STARTTLS"u8) => SmtpVerb.StartTls,
            _ when name.SequenceEqual("XCLIENT"u8) => SmtpVerb.XClient,
            _ when name.SequenceEqual("XFORWARD"u8) => SmtpVerb.XForward,
            _ => SmtpVerb.Unknown,
        };
    }

    /// <summary>The most of a name or address that is kept. RFC 5321 allows 256; what is longer is somebody's attempt to fill the records.</summary>
    public const int TextLength = 320;

    /// <summary>Client text as a string, cut: UTF-8, with a question mark for what is not.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).Replace('\uFFFD', '?');
        return text.Length > TextLength ? text[..TextLength] : text;
    }
}
