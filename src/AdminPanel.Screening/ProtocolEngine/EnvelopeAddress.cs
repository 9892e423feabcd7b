using System.Buffers;
using System.Text;

namespace AdminPanel.Screening.ProtocolEngine;

/// <summary>Finds the address in MAIL and RCPT arguments for the log, as forgivingly as postscreen does. Nothing is validated.</summary>
internal static class EnvelopeAddress
{
    private static readonly SearchValues<char> Atom =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~");

    /// <summary>The address after the first colon, quoted as RFC 5321 needs it (<c>info_log_address_format = external</c>); null without a colon.</summary>
    public static string? Extract(ReadOnlySpan<byte> arguments)
    {
        var colon = arguments.IndexOf((byte)':');
        if (colon < 0) return null;
        var text = SmtpCommand.Text(arguments[(colon + 1)..].TrimStart((byte)' '));
        return Quote(StripRoute(Unquote(text)));
    }

    private static string Unquote(string text)
    {
        var bracketed = text.StartsWith('<');
        var address = new StringBuilder(text.Length);
        var quoted = false;
        for (var i = bracketed ? 1 : 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length) address.Append(text[++i]);
            else if (c == '"') quoted = !quoted;
            else if (!quoted && (bracketed ? c == '>' : c == ' ')) break;
            else if (c != '\\') address.Append(c);
        }

        return address.ToString();
    }

    private static string StripRoute(string address)
    {
        if (!address.StartsWith('@')) return address;
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? address : address[(colon + 1)..];
    }

    private static string Quote(string address)
    {
        var at = address.LastIndexOf('@');
        var local = at < 0 ? address : address[..at];
        if (address.Length == 0 || IsDotString(local)) return address;
        var quoted = local.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{quoted}\"{(at < 0 ? "" : address[at..])}";
    }

    private static bool IsDotString(string local)
    {
        if (local.Length == 0 || local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal)) return false;
        foreach (var c in local)
        {
            if (c != '.' && c < 0x80 && !Atom.Contains(c)) return false;
        }

        return true;
    }
}
