using System.Collections.Immutable;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <content>The fields outside the dummy SMTP engine.</content>
internal static partial class SettingFields
{
    private static ImmutableArray<SettingField> Server =>
    [
        Text("Server.Hostname", "The name in replies to HELO and EHLO. Empty means this machine's name.",
            s => s.Server.Hostname, (s, v) => s with { Server = s.Server with { Hostname = v } }),
        Text("Server.Banner", "The text after 220. $myhostname and $mail_name are replaced.",
            s => s.Server.Banner, (s, v) => s with { Server = s.Server with { Banner = v } }),
        Switch("Server.SoftBounce", "For trying things out: refused clients come back later instead of giving up.",
            s => s.Server.SoftBounce, (s, v) => s with { Server = s.Server with { SoftBounce = v } }),
    ];

    private static ImmutableArray<SettingField> Greet =>
    [
        StressTimes("Greet.Wait", false, "Greet wait", "How long a client must stay silent before the real greeting. Every new client waits this long once.",
            s => s.Greet.Wait, (s, v) => s with { Greet = s.Greet with { Wait = v } }),
        StressTimes("Greet.Wait", true, "Greet wait under stress", "The wait while nine tenths of the pre-queue limit are in use.",
            s => s.Greet.Wait, (s, v) => s with { Greet = s.Greet with { Wait = v } }),
        Text("Greet.Banner", "Sent as 220-… before the wait, to tempt clients that do not listen. Empty turns the pregreet check off.",
            s => s.Greet.Banner, (s, v) => s with { Greet = s.Greet with { Banner = v } }),
        Action("Greet.Action",
            s => s.Greet.Action, (s, v) => s with { Greet = s.Greet with { Action = v } }),
        Number("Greet.EnforceShare", "Enforce or drop for this share of the clients; the others get ignore. An address is always on the same side, and raising the share only adds clients.",
            s => s.Greet.EnforceShare, (s, v) => s with { Greet = s.Greet with { EnforceShare = (int)v } }, unit: "%"),
        Time("Greet.Ttl", "How long a client that waited its turn is not tested again.",
            s => s.Greet.Ttl, (s, v) => s with { Greet = s.Greet with { Ttl = v } }),
    ];

    private static ImmutableArray<SettingField> Dnsbl =>
    [
        Action("Dnsbl.Action",
            s => s.Dnsbl.Action, (s, v) => s with { Dnsbl = s.Dnsbl with { Action = v } }, "/dnsbl"),
        Number("Dnsbl.EnforceShare", "Enforce or drop for this share of the clients; the others get ignore. An address is always on the same side, and raising the share only adds clients.",
            s => s.Dnsbl.EnforceShare, (s, v) => s with { Dnsbl = s.Dnsbl with { EnforceShare = (int)v } }, unit: "%"),
        Number("Dnsbl.Threshold", "The lowest rank that fails the check.",
            s => s.Dnsbl.Threshold, (s, v) => s with { Dnsbl = s.Dnsbl with { Threshold = (int)v } }, page: "/dnsbl"),
        Number("Dnsbl.AllowlistThreshold", "A rank at or below it skips the other checks. Only negative values count; 0 is off.",
            s => s.Dnsbl.AllowlistThreshold, (s, v) => s with { Dnsbl = s.Dnsbl with { AllowlistThreshold = (int)v } }, page: "/dnsbl"),
        Time("Dnsbl.MinTtl", "A pass lasts as long as the lists' answers may be kept, but at least this long.",
            s => s.Dnsbl.MinTtl, (s, v) => s with { Dnsbl = s.Dnsbl with { MinTtl = v } }),
        Time("Dnsbl.MaxTtl", "…and at most this long.",
            s => s.Dnsbl.MaxTtl, (s, v) => s with { Dnsbl = s.Dnsbl with { MaxTtl = v } }),
        Time("Dnsbl.Timeout", "How long one list may take to answer.",
            s => s.Dnsbl.Timeout, (s, v) => s with { Dnsbl = s.Dnsbl with { Timeout = v } }),
        new()
        {
            Path = "Dnsbl.Order",
            Help = "Cheapest first waits for early talkers to give themselves away, then asks the heaviest list first and stops when the rest cannot change the outcome.",
            Kind = FieldKind.Choice,
            Page = "/dnsbl",
            Choices = [("postscreen", "all at once when the client connects"), ("cheapest first", "one after another, as few as needed")],
            Read = s => s.Dnsbl.Order == DnsblOrder.CheapestFirst ? "cheapest first" : "postscreen",
            Write = (s, text) => text is "postscreen" or "cheapest first" ? s with { Dnsbl = s.Dnsbl with { Order = text == "postscreen" ? DnsblOrder.Postscreen : DnsblOrder.CheapestFirst } } : null,
        },
        Switch("Dnsbl.SuspendSick", "A list that lists everybody, refuses this resolver, falls silent or whose domain is parked does not count until it is well again. Its answers are still recorded.",
            s => s.Dnsbl.SuspendSick, (s, v) => s with { Dnsbl = s.Dnsbl with { SuspendSick = v } }, "/dnsbl"),
        Switch("Dnsbl.ConfirmListings", "A listing counts once the list has shown that it does not list everybody: one more question per listing, at most one a second in a rush. Nobody is refused in the first moments of a sickness.",
            s => s.Dnsbl.ConfirmListings, (s, v) => s with { Dnsbl = s.Dnsbl with { ConfirmListings = v } }, "/dnsbl"),
        Time("Dnsbl.ProbeInterval", "How often the test addresses of every list are asked (RFC 5782). 0s turns the schedule off; a suspicion is still looked into.",
            s => s.Dnsbl.ProbeInterval, (s, v) => s with { Dnsbl = s.Dnsbl with { ProbeInterval = v } }, "/dnsbl"),
    ];

    private static ImmutableArray<SettingField> Access =>
    [
        Action("Access.DenylistAction",
            s => s.Access.DenylistAction, (s, v) => s with { Access = s.Access with { DenylistAction = v } }, "/access"),
        Words("Access.AllowlistInterfaces", "Clients earn the temporary allowlist only on these server addresses. Empty means all; leave out a backup MX. ! excludes; a table such as cidr:/path is asked for the address.",
            s => s.Access.AllowlistInterfaces, (s, v) => s with { Access = s.Access with { AllowlistInterfaces = v } }),
    ];

    private static ImmutableArray<SettingField> Limits =>
    [
        Number("Limits.ClientConnectionCount", "At the same time. 0 means no limit.",
            s => s.Limits.ClientConnectionCount, (s, v) => s with { Limits = s.Limits with { ClientConnectionCount = (int)v } }),
        Number("Limits.PreQueue", "More clients get 421. Stress mode begins at nine tenths of it.",
            s => s.Limits.PreQueue, (s, v) => s with { Limits = s.Limits with { PreQueue = (int)v } }),
        Number("Limits.PostQueue", "More clients get 421.",
            s => s.Limits.PostQueue, (s, v) => s with { Limits = s.Limits with { PostQueue = (int)v } }),
    ];

    private static ImmutableArray<SettingField> Tls =>
    [
        new()
        {
            Path = "Tls.Level",
            Help = "For clients that the panel itself talks to; whoever is handed off gets the mail server's TLS.",
            Kind = FieldKind.Choice,
            Choices = [("none", "not offered"), ("may", "offered"), ("encrypt", "offered, and required before MAIL")],
            Read = s => s.Tls.Level.ToString().ToLowerInvariant(),
            Write = (s, text) => Enum.TryParse<TlsLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level) ? s with { Tls = s.Tls with { Level = level } } : null,
        },
        Text("Tls.CertificateFile", "PEM, the server's certificate first. Read again when it changes.",
            s => s.Tls.CertificateFile, (s, v) => s with { Tls = s.Tls with { CertificateFile = v } }),
        Text("Tls.KeyFile", "PEM. Empty means that the certificate file holds the key too.",
            s => s.Tls.KeyFile, (s, v) => s with { Tls = s.Tls with { KeyFile = v } }),
    ];

    private static ImmutableArray<SettingField> UpstreamProxy =>
    [
        Switch("UpstreamProxy.Enable", "Every connection must begin with a PROXY header (haproxy). Without one it is refused, so turn this on only behind a load balancer.",
            s => s.UpstreamProxy.Enable, (s, v) => s with { UpstreamProxy = s.UpstreamProxy with { Enable = v } }),
        Time("UpstreamProxy.Timeout", "How long the header may take.",
            s => s.UpstreamProxy.Timeout, (s, v) => s with { UpstreamProxy = s.UpstreamProxy with { Timeout = v } }),
    ];

    private static ImmutableArray<SettingField> Allowlist =>
    [
        Time("Allowlist.CleanupInterval", "0s turns them off.",
            s => s.Allowlist.CleanupInterval, (s, v) => s with { Allowlist = s.Allowlist with { CleanupInterval = v } }),
        Time("Allowlist.RetentionTime", "A client that returns within this time counts as known.",
            s => s.Allowlist.RetentionTime, (s, v) => s with { Allowlist = s.Allowlist with { RetentionTime = v } }),
    ];
}
