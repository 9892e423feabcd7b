using System.Text;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Access;

namespace AdminPanel.Web.Features.Changes;

/// <summary>Settings as <c>main.cf</c> lines and a CIDR table, for comparing versions. Secret zones are masked. Pure.</summary>
internal static class PostfixText
{
    /// <summary>The text of <paramref name="settings"/>.</summary>
    public static string Of(ScreeningSettings settings)
    {
        var text = new StringBuilder();
        foreach (var item in SettingsDescription.Items) text.Append(item.Parameter).Append(" = ").Append(item.Text(settings)).Append('\n');
        text.Append("mynetworks =\n");
        foreach (var network in settings.Access.MyNetworks) text.Append("    ").Append(network.Pattern).Append('\n');
        text.Append("postscreen_dnsbl_sites =\n");
        foreach (var site in settings.Dnsbl.Sites)
            text.Append(site.Enabled ? "    " : "    # off: ").Append(DnsblSiteGrammar.Format(site.DisplayName, site.Filter, site.Weight)).Append('\n');
        text.Append("postscreen_access_list = cidr:\n").Append(CidrTableText.Write(settings.Access.Entries, DateTimeOffset.MinValue));
        return text.ToString();
    }
}
