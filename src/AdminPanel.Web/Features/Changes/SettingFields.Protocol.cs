using System.Collections.Immutable;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <content>The fields of the dummy SMTP engine and the deep protocol tests.</content>
internal static partial class SettingFields
{
    private static ImmutableArray<SettingField> Protocol =>
    [
        .. DeepTest("Pipelining", s => s.Pipelining, (s, v) => s with { Pipelining = v }),
        .. DeepTest("NonSmtpCommand", s => s.NonSmtpCommand, (s, v) => s with { NonSmtpCommand = v }),
        .. DeepTest("BareNewline", s => s.BareNewline, (s, v) => s with { BareNewline = v }),
        Words("Protocol.ForbiddenCommands", "Verbs that no mail client sends, separated by blanks. A table such as regexp:/path is asked for the verb.",
            s => s.Protocol.ForbiddenCommands, (s, v) => With(s, s.Protocol with { ForbiddenCommands = v })),
        Switch("Protocol.ForbidNonLetterCommands", "The default entry regexp:{{/^[^A-Z]/ Bogus}}.",
            s => s.Protocol.ForbidNonLetterCommands, (s, v) => With(s, s.Protocol with { ForbidNonLetterCommands = v })),
        Switch("Protocol.HeloRequired", "MAIL before HELO or EHLO is answered 503.",
            s => s.Protocol.HeloRequired, (s, v) => With(s, s.Protocol with { HeloRequired = v })),
        Switch("Protocol.DisableVrfy", "VRFY is answered 502.",
            s => s.Protocol.DisableVrfy, (s, v) => With(s, s.Protocol with { DisableVrfy = v })),
        Switch("Protocol.HideVrfy", "EHLO leaves VRFY out.",
            s => s.Protocol.HideVrfy, (s, v) => With(s, s.Protocol with { HideVrfy = v })),
        Words("Protocol.DiscardEhloKeywords", "For example: dsn, etrn, chunking.",
            s => s.Protocol.DiscardEhloKeywords, (s, v) => With(s, s.Protocol with { DiscardEhloKeywords = v })),
        Words("Protocol.DiscardEhloKeywordAddressMaps", "Tables that are asked for the client's address, for example: cidr:/etc/postfix/ehlo. What one returns replaces the list for all.",
            s => s.Protocol.DiscardEhloKeywordAddressMaps, (s, v) => With(s, s.Protocol with { DiscardEhloKeywordAddressMaps = v })),
        Text("Protocol.CommandFilter", "A table that may rewrite each command line before it is looked at, for example: pcre:/etc/postfix/commands. Empty means none.",
            s => s.Protocol.CommandFilter, (s, v) => With(s, s.Protocol with { CommandFilter = v })),
        StressTimes("Protocol.CommandTimeLimit", false, "Time for one command", "To receive one command line.",
            s => s.Protocol.CommandTimeLimit, (s, v) => With(s, s.Protocol with { CommandTimeLimit = v })),
        StressTimes("Protocol.CommandTimeLimit", true, "Time for one command under stress", "The same in stress mode.",
            s => s.Protocol.CommandTimeLimit, (s, v) => With(s, s.Protocol with { CommandTimeLimit = v })),
        Number("Protocol.CommandCountLimit", "More end the session with 421.",
            s => s.Protocol.CommandCountLimit, (s, v) => With(s, s.Protocol with { CommandCountLimit = (int)v })),
        Number("Protocol.LineLengthLimit", "At least 512.",
            s => s.Protocol.LineLengthLimit, (s, v) => With(s, s.Protocol with { LineLengthLimit = (int)v }), "bytes"),
        Number("Protocol.MessageSizeLimit", "As EHLO SIZE tells it; 0 means no limit. The mail server enforces its own.",
            s => s.Protocol.MessageSizeLimit, (s, v) => With(s, s.Protocol with { MessageSizeLimit = v }), "bytes", max: long.MaxValue),
        Switch("Protocol.SmtpUtf8", "EHLO offers internationalised addresses.",
            s => s.Protocol.SmtpUtf8, (s, v) => With(s, s.Protocol with { SmtpUtf8 = v })),
        Text("Protocol.RejectFooter", "Appended to 4xx and 5xx replies, for example: \\c. For help call +1 555 0100. Empty means none.",
            s => s.Protocol.RejectFooter, (s, v) => With(s, s.Protocol with { RejectFooter = v })),
        Words("Protocol.RejectFooterMaps", "Tables that are asked for the whole reply, for example: regexp:/etc/postfix/footers. What one returns wins over the footer for all.",
            s => s.Protocol.RejectFooterMaps, (s, v) => With(s, s.Protocol with { RejectFooterMaps = v })),
        Text("Protocol.ExpansionFilter", "Other characters in what $client_address and the like stand for become _. \\t is a tab, \\40 a blank. Empty means Postfix's default.",
            s => s.Protocol.ExpansionFilter, (s, v) => With(s, s.Protocol with { ExpansionFilter = v })),
    ];

    private static ScreeningSettings With(ScreeningSettings settings, ProtocolSettings protocol) => settings with { Protocol = protocol };

    private static ImmutableArray<SettingField> DeepTest(string name, Func<ProtocolSettings, DeepTestSettings> get, Func<ProtocolSettings, DeepTestSettings, ProtocolSettings> set) =>
    [
        Switch($"Protocol.{name}.Enable", "",
            s => get(s.Protocol).Enable, (s, v) => With(s, set(s.Protocol, get(s.Protocol) with { Enable = v }))),
        Action($"Protocol.{name}.Action",
            s => get(s.Protocol).Action, (s, v) => With(s, set(s.Protocol, get(s.Protocol) with { Action = v }))),
        Time($"Protocol.{name}.Ttl", "How long a client that passed is not tested again.",
            s => get(s.Protocol).Ttl, (s, v) => With(s, set(s.Protocol, get(s.Protocol) with { Ttl = v }))),
    ];
}
