using System.Net;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Screening.Checks;

/// <summary>The SMTP replies that a failing client would see, for showing beside an action. Pure, any thread.</summary>
public static class RefusalPreview
{
    /// <summary>The address that stands for the client (RFC 5737).</summary>
    private static readonly IPAddress s_example = IPAddress.Parse("192.0.2.1");

    /// <summary>
    /// The reply under <paramref name="action"/>, on one line and without the reject footer; null when nothing is refused. The action settings are
    /// named by path: <c>Greet.Action</c>, <c>Dnsbl.Action</c>, <c>Access.DenylistAction</c>, <c>Protocol.*.Action</c>.
    /// </summary>
    public static string? Reply(ScreeningSettings settings, string path, ScreeningAction action)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (action == ScreeningAction.Ignore) return null;
        var drop = action == ScreeningAction.Drop;
        var reply = path switch
        {
            "Dnsbl.Action" => Replies.Listed(drop ? 521 : 550, s_example, List(settings.Dnsbl)),
            "Access.DenylistAction" => drop ? Replies.DenylistDrop : Replies.DenylistRcpt,
            "Protocol.NonSmtpCommand.Action" when drop => Replies.NonSmtpDrop,
            _ => drop ? Replies.ProtocolErrorDrop : Replies.ProtocolErrorRcpt,
        };
        return settings.Server.SoftBounce ? $"4{reply[1..4]}4{reply[5..]}" : reply;
    }

    private static string List(DnsblSettings settings)
    {
        if (settings.Sites.IsDefault) return "zen.example.net";
        var site = settings.Sites.FirstOrDefault(static s => s.Enabled && s.Weight > 0);
        return site is null ? "zen.example.net" : site.ReplyName is { Length: > 0 } name ? name : site.Zone;
    }
}
