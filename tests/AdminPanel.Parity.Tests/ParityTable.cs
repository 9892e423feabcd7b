using AdminPanel.Parity.Tests.Scripts;
using AdminPanel.Parity.Tests.Table;

namespace AdminPanel.Parity.Tests;

/// <summary>Every variant with its scripts. ADMINPANEL_PARITY=word plays only the variants whose name contains the word.</summary>
public static class ParityTable
{
    /// <summary>In the order in which they are played.</summary>
    public static ParityVariant[] All { get; } =
    [
        EnforceVariant.Variant, ActionVariants.Ignore, ActionVariants.IgnoreNoLists, ActionVariants.Drop, DialogueVariant.Variant,
        DeepVariants.Enforce, DeepVariants.Ignore, DeepVariants.Drop,
        LimitVariants.Variant, LimitVariants.Teaser, LimitVariants.Busy, LimitVariants.ServerPorts, AccessVariants.Enforce, AccessVariants.RejectAtEnd, AccessVariants.Veto, ReplyVariants.FooterSoftBounce, ReplyVariants.Footer,
        ReplyVariants.Keywords, ReplyVariants.Silent, BlocklistVariants.AppendixA, BlocklistVariants.AllowlistThreshold, BlocklistVariants.WithoutTeaser,
        BlocklistVariants.ReplyMap, BlocklistVariants.Errors, BlocklistVariants.Refused, TlsVariants.NoCertificate, TlsVariants.May, TlsVariants.Required,
        TlsVariants.Discarded, OperationVariants.Reload, OperationVariants.NoMailServer,
        ProxyVariant.Variant, TableVariants.CommandFilter, TableVariants.Keywords, .. TableVariants.Missing, FooterVariants.Macros, FooterVariants.Mistakes, FooterVariants.Lines,
        BlocklistVariants.Silent, AddressVariants.Loopback, AddressVariants.Announced,
    ];

    /// <summary>Those that are played.</summary>
    public static ParityVariant[] Variants { get; } =
        [.. All.Where(variant => variant.Name.Contains(Environment.GetEnvironmentVariable("ADMINPANEL_PARITY") ?? "", StringComparison.Ordinal))];
}
