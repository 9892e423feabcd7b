using System.Collections.Immutable;
using AdminPanel.Postfix.Catalogue;
using AdminPanel.Postfix.MainCf;
using AdminPanel.Postfix.Tables;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Import;

/// <summary>
/// Reads what a Postfix main.cf says about screening: every <c>postscreen_*</c> parameter, <c>mynetworks</c> and what they refer to. Nothing is dropped
/// silently: a parameter is taken, or a remark says what to do about it. Stateless, any thread.
/// </summary>
public static partial class MainCfImport
{
    /// <summary>Reads <paramref name="path"/> and the tables it names from this machine's disk.</summary>
    public static ImportResult ReadFile(string path)
    {
        var files = new DiskFiles();
        var full = Path.GetFullPath(path);
        return files.TryRead(full, out var text, out var error) ? Read(full, text, files) : new() { Problems = [new(new(full, 0), $"{error}.")] };
    }

    /// <summary>Reads the text of a main.cf that lies at <paramref name="path"/>; relative file names resolve against its directory.</summary>
    public static ImportResult Read(string path, string text, IPostfixFiles files)
    {
        var file = MainCfFile.Parse(path, text);
        var session = new ImportSession(file, files);
        session.Problems.AddRange(file.Problems);
        session.Remarks.AddRange(file.Warnings);
        var defaults = new ScreeningSettings();
        var settings = new ScreeningSettings
        {
            Server = ReadServer(session, defaults.Server),
            Greet = ReadGreet(session, defaults.Greet),
            Dnsbl = ReadDnsbl(session, defaults.Dnsbl),
            Access = ReadAccess(session, defaults.Access),
            Protocol = ReadProtocol(session, defaults.Protocol),
            Tls = ReadTls(session, defaults.Tls),
            UpstreamProxy = ReadUpstreamProxy(session, defaults.UpstreamProxy),
            Limits = ReadLimits(session, defaults.Limits),
            Allowlist = ReadAllowlist(session, defaults.Allowlist),
        };
        ReportUntaken(session);
        ApplyRules(session, settings);
        return new()
        {
            Settings = session.Problems.Count == 0 ? settings : null,
            Taken = Sorted(session.Taken, taken => taken.Place, path),
            Remarks = Sorted(session.Remarks, remark => remark.Place, path),
            Skipped = Sorted(session.Skipped, skipped => skipped.Place, path),
            Problems = Sorted(session.Problems, problem => problem.Place, path),
        };
    }

    private static void ApplyRules(ImportSession session, ScreeningSettings settings)
    {
        foreach (var finding in SettingsRules.Check(settings))
        {
            var place = session.PlaceOf(finding.Path);
            if (finding.Severity == ProblemSeverity.Error) session.Problem(place, finding.Message);
            else if (place.Line > 0) session.Remark(place, finding.Message);
        }

        foreach (var finding in DnsblCatalogue.Check(settings)) session.Remark(session.PlaceOf(finding.Path), finding.Message);
    }

    /// <summary>The main.cf first, then the other files by name; within a file by line. The sort is stable.</summary>
    private static ImmutableArray<T> Sorted<T>(List<T> items, Func<T, FilePlace> place, string mainCf) =>
        [.. items.OrderBy(item => place(item).File != mainCf).ThenBy(item => place(item).File, StringComparer.Ordinal).ThenBy(item => place(item).Line)];

    private static ServerSettings ReadServer(ImportSession session, ServerSettings otherwise)
    {
        var settings = otherwise;
        if (session.File.Find("myhostname") is not null && session.Find("myhostname") is var (host, hostFrom))
        {
            settings = settings with { Hostname = host };
            session.Take("Server.Hostname", hostFrom, host);
        }

        if (session.Find("smtpd_banner", keepBannerMacros: true) is var (banner, bannerFrom))
        {
            settings = settings with { Banner = banner };
            session.Take("Server.Banner", bannerFrom, banner);
        }

        return settings with { SoftBounce = session.Bool("Server.SoftBounce", "soft_bounce", otherwise.SoftBounce) };
    }

    private static GreetSettings ReadGreet(ImportSession session, GreetSettings otherwise)
    {
        var banner = otherwise.Banner;
        if (session.Find("postscreen_greet_banner", keepBannerMacros: true) is var (text, from))
        {
            banner = text;
            session.Take("Greet.Banner", from, text.Length == 0 ? "empty: the pregreet test is off" : text);
        }

        return new()
        {
            Banner = banner,
            Wait = session.StressTime("Greet.Wait", "postscreen_greet_wait", 's', otherwise.Wait),
            Action = session.Action("Greet.Action", "postscreen_greet_action", otherwise.Action),
            Ttl = session.Time("Greet.Ttl", "postscreen_greet_ttl", 'd', otherwise.Ttl),
        };
    }

    private static LimitSettings ReadLimits(ImportSession session, LimitSettings otherwise) => new()
    {
        ClientConnectionCount = (int)session.Number("Limits.ClientConnectionCount", "postscreen_client_connection_count_limit", otherwise.ClientConnectionCount),
        PreQueue = (int)session.Number("Limits.PreQueue", "postscreen_pre_queue_limit", otherwise.PreQueue),
        PostQueue = (int)session.Number("Limits.PostQueue", "postscreen_post_queue_limit", otherwise.PostQueue),
    };

    private static AllowlistSettings ReadAllowlist(ImportSession session, AllowlistSettings otherwise) => new()
    {
        CleanupInterval = session.Time("Allowlist.CleanupInterval", "postscreen_cache_cleanup_interval", 'h', otherwise.CleanupInterval),
        RetentionTime = session.Time("Allowlist.RetentionTime", "postscreen_cache_retention_time", 'd', otherwise.RetentionTime),
    };
}
