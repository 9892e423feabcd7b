using AdminPanel.Web.Account;
using MudBlazor;

namespace AdminPanel.Web.Layout;

/// <summary>One entry of the navigation.</summary>
/// <param name="Href">Where it leads.</param>
/// <param name="Title">Its words.</param>
/// <param name="Icon">Its picture.</param>
/// <param name="Key">Typed after <c>g</c>, it goes there.</param>
/// <param name="Group">The heading above it; null continues the group before.</param>
/// <param name="Policy">Who gets the link; null for everybody.</param>
internal sealed record NavLinkItem(string Href, string Title, string Icon, char Key, string? Group = null, string? Policy = null);

/// <summary>The pages, in the order of the navigation. Add a page here and it gets its link, its key and its line in the help.</summary>
internal static class NavLinks
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<NavLinkItem> All { get; } =
    [
        new("/", "Overview", Icons.Material.Outlined.SpaceDashboard, 'o', "Watch"),
        new("/live", "Live", Icons.Material.Outlined.Stream, 'l'),
        new("/connections", "History", Icons.Material.Outlined.ManageSearch, 'h'),
        new("/lookup", "Look up", Icons.Material.Outlined.TravelExplore, 'k'),
        new("/dnsbl", "DNSBL sites", Icons.Material.Outlined.Dns, 'd', "Tune"),
        new("/access", "Access list", Icons.Material.Outlined.FactCheck, 'a'),
        new("/actions", "Actions", Icons.Material.Outlined.Rule, 'c'),
        new("/tuning", "Tuning", Icons.Material.Outlined.Tune, 't'),
        new("/changes", "Changes", Icons.Material.Outlined.Difference, 'v', "Publish"),
        new("/users", "Users", Icons.Material.Outlined.People, 'u', "Panel", PanelRoles.CanAdminister),
        new("/audit", "Audit", Icons.Material.Outlined.ReceiptLong, 'w', "Panel"),
        new("/system", "System", Icons.Material.Outlined.MonitorHeart, 's'),
    ];
}
