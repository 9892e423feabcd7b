using System.Text.Unicode;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Screening.ProtocolEngine;

/// <summary>What counts as a non-SMTP command: a message header, broken UTF-8, or a forbidden verb (<c>postscreen_forbidden_commands</c>).</summary>
internal static class ForbiddenCommand
{
    public static bool Matches(ScreeningSnapshot snapshot, in SmtpCommand command)
    {
        var protocol = snapshot.Settings.Protocol;
        var verb = command.VerbText;
        if (IsHeaderLabel(verb)) return true;
        if (protocol.SmtpUtf8 && !Utf8.IsValid(verb)) return true;
        if (protocol.ForbidNonLetterCommands && verb.Length > 0 && !char.IsAsciiLetter((char)verb[0])) return true;
        return snapshot.Protocol.Forbids(SmtpCommand.Text(verb));
    }

    private static bool IsHeaderLabel(ReadOnlySpan<byte> verb)
    {
        var colon = verb.IndexOf((byte)':');
        if (colon <= 0) return false;
        foreach (var b in verb[..colon])
        {
            if (b is <= 0x20 or >= 0x7F) return false;
        }

        return true;
    }
}
