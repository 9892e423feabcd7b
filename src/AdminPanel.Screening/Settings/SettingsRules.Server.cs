using System.Text.RegularExpressions;

namespace AdminPanel.Screening.Settings;

public static partial class SettingsRules
{
    private static readonly string[] s_bannerMacros = ["smtpd_banner", "myhostname", "mail_name"];

    private static void CheckServer(ServerSettings server, Findings findings)
    {
        if (server.Hostname.Length > 0 && !HostName().IsMatch(server.Hostname))
            findings.Error("Server.Hostname", $"myhostname must be a host name such as mx.example.com (letters, digits, hyphens, dots); \"{server.Hostname}\" is not. Leave it empty for this machine's name.");
        else if (server.Hostname.Length > 0 && !server.Hostname.Contains('.', StringComparison.Ordinal))
            findings.Warning("Server.Hostname", $"myhostname \"{server.Hostname}\" has no domain; clients expect a full name such as {server.Hostname}.example.com.");
        CheckText(findings, "Server.Banner", server.Banner);
        if (string.IsNullOrWhiteSpace(server.Banner)) findings.Error("Server.Banner", "smtpd_banner is empty; start it with $myhostname, as RFC 5321 asks.");
        else if (!server.Banner.StartsWith("$myhostname", StringComparison.Ordinal) && !server.Banner.StartsWith("${myhostname", StringComparison.Ordinal) && !(server.Hostname.Length > 0 && server.Banner.StartsWith(server.Hostname, StringComparison.OrdinalIgnoreCase)))
            findings.Warning("Server.Banner", "smtpd_banner does not begin with $myhostname; RFC 5321 wants the host name first after 220.");
        CheckMacros(findings, "Server.Banner", server.Banner, "smtpd_banner");
    }

    private static void CheckGreet(GreetSettings greet, Findings findings)
    {
        CheckTime(findings, "Greet.Wait", greet.Wait, 1);
        if (greet.Wait.Normal > TimeSpan.FromSeconds(60))
            findings.Warning("Greet.Wait", $"postscreen_greet_wait is {PostfixTime.Format(greet.Wait.Normal)}; many mail servers give up sooner, and real mail is lost. Postfix uses 6 s.");
        CheckShare(findings, "Greet.EnforceShare", greet.EnforceShare, greet.Action);
        CheckText(findings, "Greet.Banner", greet.Banner);
        CheckMacros(findings, "Greet.Banner", greet.Banner, "");
        if (greet.Banner.Length == 0 && greet.Action != ScreeningAction.Ignore)
            findings.Warning("Greet.Banner", $"postscreen_greet_banner is empty, which turns the pregreet test off; postscreen_greet_action = {Lower(greet.Action)} has no effect.");
        CheckTime(findings, "Greet.Ttl", greet.Ttl, 1);
    }

    private static void CheckMacros(Findings findings, string path, string text, string itself)
    {
        foreach (Match match in Macro().Matches(text))
        {
            var name = match.Groups["name"].Value;
            if (!s_bannerMacros.Contains(name, StringComparer.Ordinal) || name == itself)
                findings.Warning(path, $"{SettingsDescription.Parameter(path)} uses ${name}, which is not known here and stays empty; $myhostname{(itself.Length == 0 ? ", $smtpd_banner" : "")} and $mail_name are expanded.");
        }
    }

    private static string Lower(Enum value) => value.ToString().ToLowerInvariant();

    [GeneratedRegex(@"\A(?=.{1,255}\z)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex(@"\$(?:\$|[{(]?(?<name>[A-Za-z0-9_]+))", RegexOptions.CultureInvariant)]
    private static partial Regex Macro();
}
