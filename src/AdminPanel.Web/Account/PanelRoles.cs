using Microsoft.AspNetCore.Authorization;

namespace AdminPanel.Web.Account;

/// <summary>The roles of the panel, and the policies that ask for them. Everybody with a role may look; each policy names who may do more.</summary>
public static class PanelRoles
{
    /// <summary>May look at everything but the people.</summary>
    public const string Viewer = "viewer";

    /// <summary>May also let a client in for a time.</summary>
    public const string HelpDesk = "help-desk";

    /// <summary>May also edit and publish settings.</summary>
    public const string Operator = "operator";

    /// <summary>May do everything.</summary>
    public const string Admin = "admin";

    /// <summary>Allow an address with an expiry, forget what a client has passed.</summary>
    public const string CanAllow = "CanAllow";

    /// <summary>Edit the draft, publish, roll back, mark connections as spam or wanted.</summary>
    public const string CanEdit = "CanEdit";

    /// <summary>Users, system, backup.</summary>
    public const string CanAdminister = "CanAdminister";

    /// <summary>Every role, the least first.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, HelpDesk, Operator, Admin];

    /// <summary>Every policy with the roles that satisfy it.</summary>
    public static IReadOnlyDictionary<string, string[]> Policies { get; } = new Dictionary<string, string[]>
    {
        [CanAllow] = [HelpDesk, Operator, Admin],
        [CanEdit] = [Operator, Admin],
        [CanAdminister] = [Admin],
    };

    /// <summary>What a role means, in words.</summary>
    public static string Describe(string role) => role switch
    {
        Viewer => "looks at everything, changes nothing",
        HelpDesk => "looks clients up and lets one in for a time",
        Operator => "edits and publishes settings",
        Admin => "everything, with people, system and backups",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No such role."),
    };

    /// <summary>Adds <see cref="Policies"/>; without a policy of its own, everything needs one of the roles.</summary>
    internal static void AddTo(AuthorizationOptions options)
    {
        options.DefaultPolicy = options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(All).Build();
        foreach (var (name, roles) in Policies) options.AddPolicy(name, policy => policy.RequireRole(roles));
    }
}
