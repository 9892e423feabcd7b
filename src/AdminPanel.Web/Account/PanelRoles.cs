namespace AdminPanel.Web.Account;

/// <summary>The roles of the panel, and the policy that asks for them.</summary>
public static class PanelRoles
{
    /// <summary>May do everything.</summary>
    public const string Admin = "admin";

    /// <summary>May look at everything.</summary>
    public const string Viewer = "viewer";

    /// <summary>The policy of everything that changes something: publishing, drafts, users, the temporary allowlist.</summary>
    public const string CanEdit = "CanEdit";

    /// <summary>Both.</summary>
    public static IReadOnlyList<string> All { get; } = [Admin, Viewer];
}
