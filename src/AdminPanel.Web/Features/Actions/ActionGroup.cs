using System.Collections.Immutable;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.Changes;

namespace AdminPanel.Web.Features.Actions;

/// <summary>A group of settings on the actions page.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Lead">What it is about.</param>
/// <param name="Paths">Its settings, in order.</param>
/// <param name="Summary">Its present values in a few words.</param>
/// <param name="ActionPath">The setting whose action the group is about; empty when it has none.</param>
/// <param name="Reason">The verdict whose figures belong to it.</param>
internal sealed record ActionGroup(
    string Id, string Title, string Lead, ImmutableArray<string> Paths, Func<ScreeningSettings, string> Summary, string ActionPath = "", VerdictReason? Reason = null)
{
    /// <summary>All of them, in the order of the page.</summary>
    public static ImmutableArray<ActionGroup> All { get; } =
    [
        new("pregreet", "Pregreet", "Does the client speak before its turn? Mail servers wait for the greeting; many spam programs do not.",
            ["Greet.Action", "Greet.EnforceShare", "Greet.Wait", "Greet.Banner"],
            static s => s.Greet.Banner.Length == 0 ? "off: there is no teaser banner" : $"greet wait {Of(s, "Greet.Wait")}{Share(s, "Greet.EnforceShare")}",
            "Greet.Action", VerdictReason.Pregreet),
        new("dnsbl", "DNSBL", "Do the lists together say that the client sends spam? Weights and threshold are on the page DNSBL sites.",
            ["Dnsbl.Action", "Dnsbl.EnforceShare", "Dnsbl.Timeout"],
            static s => s.Dnsbl.Sites.IsDefaultOrEmpty ? "off: no list is asked" : $"from rank {s.Dnsbl.Threshold} on · timeout {Of(s, "Dnsbl.Timeout")}{Share(s, "Dnsbl.EnforceShare")}",
            "Dnsbl.Action", VerdictReason.Dnsbl),
        new("denylist", "Denylist", "Clients that an access list entry rejects.", ["Access.DenylistAction"],
            static s => s.Access.Entries.IsDefaultOrEmpty ? "the access list is empty" : s.Access.Entries.Count(e => e.Action == Screening.AccessLists.AccessAction.Reject) is var n && n == 1 ? "1 entry rejects" : $"{n} entries reject",
            "Access.DenylistAction", VerdictReason.Denylisted),
        new("deep", "Deep protocol tests", "Does the client keep to the rules of SMTP? These tests talk to it in place of the mail server.",
            [
                .. DeepTest.All.SelectMany(t => (string[])[$"{t.Path}.Enable", $"{t.Path}.Action", $"{t.Path}.Ttl"]), "Protocol.ForbiddenCommands", "Protocol.ForbidNonLetterCommands",
            ],
            static s => DeepTest.All.Where(t => t.Get(s).Enable).Select(t => $"{t.Name} {t.Get(s).Action.ToString().ToLowerInvariant()}").DefaultIfEmpty("all off: no good sender is delayed by them")
                .Aggregate((a, b) => $"{a} · {b}")),
        new("passes", "Passes", "A client that passed is remembered in the temporary allowlist and goes straight through until its pass ends.",
            ["Greet.Ttl", "Dnsbl.MinTtl", "Dnsbl.MaxTtl", "Allowlist.RetentionTime", "Allowlist.CleanupInterval", "Access.AllowlistInterfaces"],
            static s => $"pregreet {Of(s, "Greet.Ttl")} · DNSBL {Of(s, "Dnsbl.MinTtl")} to {Of(s, "Dnsbl.MaxTtl")} · kept {Of(s, "Allowlist.RetentionTime")}"),
        new("limits", "Limits", "How much is let in at once. Whoever comes on top gets 421 and tries again.",
            ["Limits.ClientConnectionCount", "Limits.PreQueue", "Limits.PostQueue", "Protocol.CommandCountLimit", "Protocol.CommandTimeLimit", "Protocol.LineLengthLimit"],
            static s => $"{Of(s, "Limits.ClientConnectionCount")} per client · {Of(s, "Limits.PreQueue")} under test · {Of(s, "Limits.PostQueue")} in hand-off"),
        new("dialogue", "SMTP dialogue", "How the panel greets clients and answers those that are not handed over.",
            [
                "Server.Hostname", "Server.Banner", "Protocol.RejectFooter", "Protocol.RejectFooterMaps", "Protocol.ExpansionFilter", "Protocol.DiscardEhloKeywords",
                "Protocol.DiscardEhloKeywordAddressMaps", "Protocol.CommandFilter", "Protocol.MessageSizeLimit", "Protocol.HeloRequired", "Protocol.SmtpUtf8", "Protocol.DisableVrfy", "Protocol.HideVrfy",
                "Server.SoftBounce",
            ],
            static s => $"{(s.Server.Hostname.Length > 0 ? s.Server.Hostname : "this machine’s name")}{(s.Server.SoftBounce ? " · soft bounce: every 5xx becomes 4xx" : "")}"),
        new("network", "TLS and load balancer", "Encryption of the dialogue, and who stands in front of the panel.",
            ["Tls.Level", "Tls.CertificateFile", "Tls.KeyFile", "UpstreamProxy.Enable", "UpstreamProxy.Timeout"],
            static s => $"STARTTLS {Of(s, "Tls.Level")} · {(s.UpstreamProxy.Enable ? "a load balancer in front" : "clients connect directly")}"),
    ];

    /// <summary>The group with this anchor or with the setting at this path; null when there is none.</summary>
    public static ActionGroup? Find(string anchorOrPath) => All.FirstOrDefault(g => g.Id == anchorOrPath || g.Paths.Contains(anchorOrPath));

    /// <summary>Settings of the group whose value in <paramref name="draft"/> is not postscreen's default.</summary>
    public int Changed(ScreeningSettings draft) => Paths.Count(p => SettingFields.At(p) is var field && field.Read(draft) != field.Default);

    private static string Share(ScreeningSettings settings, string path) => Of(settings, path) is var share && share != SettingFields.At(path).Default ? $" · for {share} % of the clients" : "";

    private static string Of(ScreeningSettings settings, string path) => SettingFields.At(path).Read(settings);
}

/// <summary>One of the deep protocol tests.</summary>
internal sealed record DeepTest(string Path, string Name, string Title, string What, VerdictReason Reason, Func<ScreeningSettings, DeepTestSettings> Get)
{
    /// <summary>All three, in postscreen's order.</summary>
    public static ImmutableArray<DeepTest> All { get; } =
    [
        new("Protocol.Pipelining", "pipelining", "A client that sends ahead", "Does the client send several commands at once although that was not offered?", VerdictReason.Pipelining, s => s.Protocol.Pipelining),
        new("Protocol.NonSmtpCommand", "non-SMTP command", "A client that sends something else", "Does the client send commands that no mail client sends, such as those of a web browser?", VerdictReason.NonSmtpCommand, s => s.Protocol.NonSmtpCommand),
        new("Protocol.BareNewline", "bare newline", "A client that ends lines with a bare newline", "Does the client end a line with LF instead of CR LF? Some old but honest programs do.", VerdictReason.BareNewline, s => s.Protocol.BareNewline),
    ];
}
