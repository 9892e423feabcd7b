using System.Text;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Screening.ProtocolEngine;

/// <summary>The EHLO reply. PIPELINING and AUTH are never offered.</summary>
internal static class EhloReply
{
    /// <summary>The reply lines joined by CRLF, without the last one.</summary>
    public static string Build(ScreeningSnapshot snapshot, bool encrypted, int discarded)
    {
        var protocol = snapshot.Settings.Protocol;
        var lines = new List<string> { snapshot.Greeting.Hostname };
        Offer("SIZE", protocol.MessageSizeLimit > 0 ? FormattableString.Invariant($"SIZE {protocol.MessageSizeLimit}") : "SIZE");
        if (!protocol.HideVrfy) Offer("VRFY", "VRFY");
        Offer("ETRN", "ETRN");
        if (!encrypted && snapshot.Settings.Tls.Level != TlsLevel.None) Offer("STARTTLS", "STARTTLS");
        Offer("ENHANCEDSTATUSCODES", "ENHANCEDSTATUSCODES");
        Offer("8BITMIME", "8BITMIME");
        Offer("DSN", "DSN");
        if (protocol.SmtpUtf8) Offer("SMTPUTF8", "SMTPUTF8");
        Offer("CHUNKING", "CHUNKING");

        var reply = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
            reply.Append(i == lines.Count - 1 ? "250 " : "250-").Append(lines[i]).Append(i == lines.Count - 1 ? "" : "\r\n");
        return reply.ToString();

        void Offer(string keyword, string line)
        {
            if (!EhloKeywords.Has(discarded, keyword)) lines.Add(line);
        }
    }
}
