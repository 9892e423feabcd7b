using System.Net;
using System.Text;

namespace AdminPanel.Screening.Settings;

/// <summary>The names and greetings of one settings version, with their macros expanded. Immutable.</summary>
public sealed class ServerGreeting
{
    private ServerGreeting(string hostname, string banner, string teaser)
    {
        Hostname = hostname;
        Final = Encoding.UTF8.GetBytes($"220 {banner}\r\n");
        Teaser = Encoding.UTF8.GetBytes($"220-{teaser}\r\n");
    }

    /// <summary><c>myhostname</c>.</summary>
    public string Hostname { get; }

    /// <summary>The whole <c>220 </c> line.</summary>
    public byte[] Final { get; }

    /// <summary>The whole <c>220-</c> line of the pregreet check.</summary>
    public byte[] Teaser { get; }

    /// <summary>Expands the macros <c>$myhostname</c>, <c>$mail_name</c> and, in the teaser, <c>$smtpd_banner</c>.</summary>
    public static ServerGreeting Compile(ScreeningSettings settings)
    {
        var hostname = settings.Server.Hostname.Length > 0 ? settings.Server.Hostname : Dns.GetHostName();
        var banner = Expand(settings.Server.Banner, hostname, "");
        return new ServerGreeting(hostname, banner, Expand(settings.Greet.Banner, hostname, banner));
    }

    private static string Expand(string text, string hostname, string banner) => text
        .Replace("$smtpd_banner", banner, StringComparison.Ordinal).Replace("${smtpd_banner}", banner, StringComparison.Ordinal)
        .Replace("$myhostname", hostname, StringComparison.Ordinal).Replace("${myhostname}", hostname, StringComparison.Ordinal)
        .Replace("$mail_name", "Postfix", StringComparison.Ordinal).Replace("${mail_name}", "Postfix", StringComparison.Ordinal);
}
