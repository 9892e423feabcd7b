using System.Collections.Immutable;
using AdminPanel.Web.Account;

namespace AdminPanel.Web.Hosting;

/// <summary>Reads <see cref="OidcOptions"/>, strictly: every problem names its key.</summary>
internal static class OidcReader
{
    private const string Section = "Authentication:Oidc";
    private static readonly string[] Keys = ["Authority", "ClientId", "ClientSecret", "ButtonText", "NameClaim", "RoleClaim", "Scopes", "Roles"];

    public static OidcOptions? Read(IConfiguration configuration, Action<string> complain)
    {
        var section = configuration.GetSection(Section);
        if (!section.Exists()) return null;
        foreach (var child in section.GetChildren())
        {
            if (!Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) complain($"{child.Path}: no such setting; {Section} has {string.Join(", ", Keys)}");
        }

        var authority = section["Authority"] ?? "";
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            complain($"{Section}:Authority: \"{authority}\" is not the https address of a provider");
        if (string.IsNullOrWhiteSpace(section["ClientId"])) complain($"{Section}:ClientId: missing; the provider knows the panel by it");

        var roles = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var role in section.GetSection("Roles").GetChildren())
        {
            if (!PanelRoles.All.Contains(role.Key, StringComparer.OrdinalIgnoreCase)) complain($"{role.Path}: no such role; there are {string.Join(", ", PanelRoles.All)}");
            roles[role.Key] = Values(role);
        }

        if (roles.Count == 0) complain($"{Section}:Roles: missing; without it nobody gets a role, for example {Section}:Roles:admin:0 = mail-admins");
        var defaults = new OidcOptions { Authority = authority, ClientId = section["ClientId"] ?? "" };
        return defaults with
        {
            ClientSecret = section["ClientSecret"] ?? "",
            ButtonText = section["ButtonText"] is { Length: > 0 } text ? text : defaults.ButtonText,
            NameClaim = section["NameClaim"] is { Length: > 0 } name ? name : defaults.NameClaim,
            RoleClaim = section["RoleClaim"] is { Length: > 0 } claim ? claim : defaults.RoleClaim,
            Scopes = Values(section.GetSection("Scopes")),
            Roles = roles.ToImmutable(),
        };
    }

    private static ImmutableArray<string> Values(IConfigurationSection section) =>
        section.Value is { Length: > 0 } single ? [single] : [.. section.GetChildren().Select(static child => child.Value).OfType<string>().Where(static value => value.Length > 0)];
}
