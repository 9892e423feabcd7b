using System.Collections.Immutable;

namespace AdminPanel.Web.Account;

/// <summary>Sign-in by an OpenID Connect provider: deployment keys <c>Authentication:Oidc:*</c>.</summary>
public sealed record OidcOptions
{
    /// <summary><c>Authority</c>: the provider's address; its discovery document is below it.</summary>
    public required string Authority { get; init; }

    /// <summary><c>ClientId</c>: this panel's name at the provider.</summary>
    public required string ClientId { get; init; }

    /// <summary><c>ClientSecret</c>; empty for a public client (PKCE is always used).</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary><c>ButtonText</c>: on the sign-in page.</summary>
    public string ButtonText { get; init; } = "Sign in with OpenID Connect";

    /// <summary><c>NameClaim</c>: becomes the name in the panel.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary><c>RoleClaim</c>: the claim whose values <see cref="Roles"/> maps.</summary>
    public string RoleClaim { get; init; } = "groups";

    /// <summary><c>Scopes:0</c>…: asked besides openid and profile.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary><c>Roles:admin:0</c>…: which values of the claim give which role. Who has none of them is not let in.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Roles { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>The highest role that the values give; null when none does.</summary>
    public string? RoleOf(IEnumerable<string> values)
    {
        var given = values.ToHashSet(StringComparer.Ordinal);
        return PanelRoles.All.LastOrDefault(role => Roles.TryGetValue(role, out var mapped) && mapped.Any(given.Contains));
    }
}
