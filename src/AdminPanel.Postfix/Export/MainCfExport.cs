using System.Text;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Export;

/// <summary>
/// Writes settings as main.cf lines and tables, so that importing them gives the same settings again, as far as Postfix can express them.
/// Parameters at Postfix's default are left out, except those that decide what happens to clients. Stateless, any thread.
/// </summary>
public static partial class MainCfExport
{
    /// <summary>How every export begins.</summary>
    public const string FirstLine = "# Screening settings for Postfix's main.cf (postconf(5)).";

    internal const string ReplyMapName = "postscreen_dnsbl_reply";

    /// <summary>Exports valid <paramref name="settings"/>.</summary>
    public static ExportedSettings Write(ScreeningSettings settings, ExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        options ??= new();
        var writer = new Writer(options);
        WriteServer(settings.Server, writer);
        WriteAccess(settings.Access, writer);
        WriteGreet(settings.Greet, writer);
        WriteDnsbl(settings.Dnsbl, writer);
        WriteProtocol(settings.Protocol, writer);
        WriteTls(settings, writer);
        WriteLimits(settings, writer);
        return new(writer.Text, [.. writer.Tables], [.. writer.Remarks]);
    }

    private static void WriteAccess(AccessSettings access, Writer writer)
    {
        writer.Section("Who skips the tests, and who is turned away");
        writer.Set("mynetworks", string.Join(" ", access.MyNetworks.Select(network => Bracketed(network.Pattern))));
        foreach (var network in access.MyNetworks.Where(network => network.Note.Length > 0)) writer.Comment($"{network.Pattern}: {network.Note}");
        new AccessListWriter(writer).Write(access.Entries);
        writer.Set("postscreen_denylist_action", Text(access.DenylistAction));
        if (access.AllowlistInterfaces.Length == 0) return;
        var all = access.AllowlistInterfaces is [.., "0.0.0.0/0", "::/0"];
        var patterns = all ? access.AllowlistInterfaces[..^2] : access.AllowlistInterfaces;
        writer.Set("postscreen_allowlist_interfaces", string.Join(" ", patterns.Select(static pattern => LookupTableReference.TryParse(pattern, out _, out _) ? Macroless(pattern) : Bracketed(pattern)).Concat(all ? ["static:all"] : [])));
    }

    private static void WriteDnsbl(DnsblSettings dnsbl, Writer writer)
    {
        var defaults = new DnsblSettings();
        writer.Section("DNS blocklists");
        var written = new List<DnsblSite>();
        foreach (var site in dnsbl.Sites)
        {
            if (site.ReplyName is not null && !writer.Options.RevealSecrets)
                writer.Remark($"{Entry(site, site.DisplayName)} was left out: its zone is a secret. Export with secrets revealed, or add it by hand with postscreen_dnsbl_reply_map.");
            else if (!site.Enabled) writer.Remark($"{Entry(site, site.Zone)} was left out: it is disabled, and Postfix has no switch for that.");
            else written.Add(site);
            if (site is { Enabled: true, DailyBudget: { } budget }) writer.Comment($"{site.DisplayName} was asked at most {budget} times a day; Postfix has no such limit.");
            if (site.Note.Length > 0) writer.Comment($"{site.DisplayName}: {site.Note}");
        }

        writer.Set("postscreen_dnsbl_sites", string.Join(", ", written.Select(site => Entry(site, site.Zone))));
        WriteReplyMap(written, writer);
        writer.Set("postscreen_dnsbl_threshold", dnsbl.Threshold);
        writer.Set("postscreen_dnsbl_action", Text(dnsbl.Action));
        WriteShare("postscreen_dnsbl_action", dnsbl.Action, dnsbl.EnforceShare, writer);
        writer.SetUnless("postscreen_dnsbl_allowlist_threshold", dnsbl.AllowlistThreshold, defaults.AllowlistThreshold);
        writer.SetUnless("postscreen_dnsbl_min_ttl", dnsbl.MinTtl, defaults.MinTtl);
        writer.SetUnless("postscreen_dnsbl_max_ttl", dnsbl.MaxTtl, defaults.MaxTtl);
        writer.SetUnless("postscreen_dnsbl_timeout", dnsbl.Timeout, defaults.Timeout);
        if (dnsbl.Order != DnsblOrder.Postscreen && written.Count > 0) writer.Comment("The lists were asked one after another here, as few as needed; postscreen asks all at once.");
        if (dnsbl.SuspendSick && written.Count > 0) writer.Comment("Sick lists were suspended here until they were well; postscreen scores them.");
    }

    private static void WriteShare(string parameter, ScreeningAction action, int share, Writer writer)
    {
        if (share < EnforceShare.Whole && action != ScreeningAction.Ignore)
            writer.Remark($"{parameter} = {Text(action)} was in force for {share} % of the clients; Postfix applies it to all.");
    }

    private static void WriteReplyMap(List<DnsblSite> sites, Writer writer)
    {
        var names = sites.Where(site => site.ReplyName is not null).DistinctBy(site => site.Zone, StringComparer.Ordinal).ToList();
        if (names.Count == 0) return;
        var text = new StringBuilder("# Secret zone, and the name shown in its place. Keep this file private: chmod 640, group postfix.\n");
        foreach (var site in names) text.Append(site.Zone).Append(' ').Append(site.ReplyName).Append('\n');
        writer.Tables.Add(new(ReplyMapName, text.ToString(), Secret: true));
        writer.Set("postscreen_dnsbl_reply_map", $"texthash:{writer.Options.TableDirectory}/{ReplyMapName}");
    }

    /// <summary>Always with its weight, so that a reader need not know the default.</summary>
    private static string Entry(DnsblSite site, string zone) =>
        site.Weight == 1 ? $"{DnsblSiteGrammar.Format(zone, site.Filter, 1)}*1" : DnsblSiteGrammar.Format(zone, site.Filter, site.Weight);

    private static string Text(ScreeningAction action) => action.ToString().ToLowerInvariant();

    /// <summary>Postfix wants IPv6 addresses of match lists in brackets: <c>[2001:db8::]/32</c>.</summary>
    private static string Bracketed(string pattern)
    {
        if (!pattern.Contains(':', StringComparison.Ordinal) || pattern.Contains('[', StringComparison.Ordinal)) return pattern;
        var address = pattern.TrimStart('!');
        var slash = address.IndexOf('/', StringComparison.Ordinal);
        var not = pattern[..(pattern.Length - address.Length)];
        return slash < 0 ? $"{not}[{address}]" : $"{not}[{address[..slash]}]{address[slash..]}";
    }
}
