using System.Collections.Immutable;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using CsCheck;

namespace AdminPanel.Postfix.Tests.Export;

/// <summary>Random settings that obey the rules.</summary>
internal static class GenSettings
{
    private static readonly Gen<ScreeningAction> s_action = Gen.OneOf(ScreeningAction.Ignore, ScreeningAction.Enforce, ScreeningAction.Drop);
    private static readonly Gen<TimeSpan> s_time = Gen.OneOf(Gen.Int[1, 5000], Gen.Int[1, 300].Select(m => m * 60), Gen.Int[1, 60].Select(d => d * 86_400)).Select(s => TimeSpan.FromSeconds(s));
    private static readonly Gen<StressTime> s_stress = Gen.Select(s_time, s_time, Gen.Bool, (a, b, same) => same ? StressTime.Always(a) : new StressTime(a, b));
    private static readonly Gen<string> s_pattern = Gen.Select(Gen.Int[1, 223], Gen.Int[0, 255], Gen.Bool, (a, b, network) => network ? $"{a}.{b}.0.0/16" : $"{a}.{b}.3.4");
    private static readonly Gen<string> s_anyPattern = Gen.Select(s_pattern, Gen.Int[0, 0xfff], Gen.Int[0, 9], (v4, v6, kind) => kind switch { < 6 => v4, 6 => $"!{v4}", 7 => $"2001:db8:{v6:x}::/48", 8 => $"!2001:db8::{v6:x}", _ => $"2001:db8::1:{v6:x}" });

    private static readonly Gen<DnsblSite> s_site = Gen.Select(
        Gen.OneOf("a.test", "b.test", "c.bl.test", "d-1.test"),
        Gen.OneOf(null, "127.0.0.2", "127.0.0.[2..11]", "127.[0..255].0.[1;3;5..7]"),
        Gen.Int[-9, 9],
        (zone, filter, weight) => new DnsblSite { Zone = zone, Filter = filter, Weight = weight, ReplyName = zone == "c.bl.test" ? "shown.test" : null });

    private static readonly Gen<DnsblSettings> s_dnsbl = Gen.Select(s_site.Array[0, 6], s_action, Gen.Int[1, 20], Gen.Int[-9, 0], s_time, s_time, s_time, (sites, action, threshold, allow, min, max, timeout) => new DnsblSettings
    {
        Sites = [.. sites],
        Action = action,
        Threshold = threshold,
        AllowlistThreshold = allow,
        MinTtl = min,
        MaxTtl = max,
        Timeout = timeout,
    });

    private static readonly Gen<AccessEntry> s_entry = Gen.Select(s_anyPattern, s_pattern.Array[0, 2], Gen.Enum<AccessAction>(), Gen.Int[0, 11], Gen.OneOf("", "", "cidr:/etc/postfix/x.cidr", "cidr:/etc/postfix/y.cidr"), (pattern, within, action, kind, table) => kind switch
    {
        0 => new AccessEntry { Id = "", Kind = AccessEntryKind.MyNetworks },
        2 => new AccessEntry { Id = "", Kind = AccessEntryKind.Table, Pattern = "pcre:{ {/^192[.]0[.]2[.](\\d+)$/ reject} }" },
        _ => new AccessEntry { Id = "", Pattern = pattern, Within = [.. within], Action = action, Table = table, Reason = kind == 1 ? "because of spam, ticket 7" : "" },
    });

    private static readonly Gen<AccessSettings> s_access = Gen.Select(s_anyPattern.Array[0, 4], s_entry.Array[0, 12], Gen.Bool, s_action, (networks, entries, rejectAll, action) => new AccessSettings
    {
        MyNetworks = [.. networks.Distinct().Select(pattern => new NetworkEntry { Pattern = pattern })],
        Entries = [.. entries.Concat(rejectAll ? [new() { Id = "", Kind = AccessEntryKind.Everyone, Action = AccessAction.Reject }] : []).Select((entry, i) => entry with { Id = $"{i}" })],
        DenylistAction = action,
        AllowlistInterfaces = rejectAll ? ["!192.0.2.1", "0.0.0.0/0", "::/0"] : networks.Length > 3 ? ["192.0.2.1", "!regexp:{{/^10[.]/ x}}", "2001:db8::5"] : [],
    });

    private static readonly Gen<DeepTestSettings> s_deep = Gen.Select(Gen.Bool, s_action, s_time, (enable, action, ttl) => new DeepTestSettings { Enable = enable, Action = action, Ttl = ttl });

    private static readonly Gen<ProtocolSettings> s_protocol = Gen.Select(s_deep, s_deep, s_deep, Gen.Bool.Array[6], s_stress, Gen.Int[1, 99], Gen.Int[512, 9999], Gen.Long[0, 99_999_999_999], (pipelining, nonSmtp, bare, flags, time, commands, line, size) => new ProtocolSettings
    {
        Pipelining = pipelining,
        NonSmtpCommand = nonSmtp,
        BareNewline = bare,
        DiscardEhloKeywordAddressMaps = flags[0] && flags[4] ? ["inline:{ {192.0.2.1 = dsn} }", "cidr:{ {10.0.0.0/8 etrn, chunking} }"] : [],
        CommandFilter = flags[3] && flags[4] ? "pcre:{ {/^HALO (.*)$/ HELO $1} }" : "",
        RejectFooterMaps = flags[4] && flags[5] ? ["regexp:{{/^550 (.*)$/ \\c. $1 $$client_address}}"] : [],
        ExpansionFilter = flags[3] && flags[5] ? "\\t\\40abc" : "",
        ForbiddenCommands = flags[0] && flags[5] ? ["GET", "!PUT", "regexp:{{/^X-/ x}}"] : flags[0] ? ["GET"] : flags[1] ? [] : ["CONNECT", "GET", "POST"],
        ForbidNonLetterCommands = flags[2],
        HeloRequired = flags[3],
        DisableVrfy = flags[4],
        HideVrfy = flags[5],
        SmtpUtf8 = flags[0],
        DiscardEhloKeywords = flags[1] ? ["dsn", "silent-discard"] : [],
        CommandTimeLimit = time,
        CommandCountLimit = commands,
        LineLengthLimit = line,
        MessageSizeLimit = size,
        RejectFooter = flags[2] ? "\\c; see $client_address at ${server_name}" : "",
    });

    private static readonly Gen<(ServerSettings, GreetSettings, LimitSettings, AllowlistSettings)> s_rest = Gen.Select(Gen.Bool.Array[4], s_stress, s_time, s_action, Gen.Int[10, 999], Gen.Int[0, 999], (flags, wait, time, action, limit, clients) => (
        new ServerSettings { Hostname = flags[0] ? "mx.example.com" : "", Banner = flags[1] ? "$myhostname ESMTP ready  (Debian)" : "$myhostname ESMTP $mail_name", SoftBounce = flags[2] },
        new GreetSettings { Wait = wait, Ttl = time, Action = action, Banner = flags[3] ? "" : flags[2] ? "$smtpd_banner wait" : "$smtpd_banner" },
        new LimitSettings { ClientConnectionCount = clients, PreQueue = limit, PostQueue = limit + 7 },
        new AllowlistSettings { CleanupInterval = flags[0] ? TimeSpan.Zero : time, RetentionTime = time }));

    private static readonly Gen<(TlsSettings, UpstreamProxySettings)> s_front = Gen.Select(Gen.Enum<TlsLevel>(), Gen.Int[0, 2], Gen.Bool, s_time, (level, files, proxy, time) => (
        new TlsSettings { Level = level, CertificateFile = files > 0 ? "/etc/ssl/mx.pem" : "", KeyFile = files > 1 ? "/etc/ssl/private/mx.key" : "" },
        new UpstreamProxySettings { Enable = proxy, Timeout = time }));

    public static readonly Gen<ScreeningSettings> Any = Gen.Select(s_dnsbl, s_access, s_protocol, s_rest, s_front, (dnsbl, access, protocol, rest, front) => new ScreeningSettings
    {
        Server = rest.Item1,
        Greet = rest.Item2,
        Dnsbl = dnsbl,
        Access = access,
        Protocol = protocol,
        Limits = rest.Item3,
        Allowlist = rest.Item4,
        Tls = front.Item1,
        UpstreamProxy = front.Item2,
    });

    /// <summary>Without what Postfix has no words for: ids, notes, table names.</summary>
    public static string Comparable(ScreeningSettings settings) => SettingsJson.Serialize(settings with
    {
        Access = settings.Access with
        {
            MyNetworks = [.. settings.Access.MyNetworks.Select(network => network with { Note = "" })],
            Entries = [.. settings.Access.Entries.Select(entry => entry with { Id = "", Table = "", Author = "" })],
        },
    });
}
