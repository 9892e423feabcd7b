using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace AdminPanel.Web.Account;

/// <summary>What somebody may do, at the moment it was asked.</summary>
/// <param name="Name">The sign-in name.</param>
/// <param name="CanAllow">See <see cref="PanelRoles.CanAllow"/>.</param>
/// <param name="CanEdit">See <see cref="PanelRoles.CanEdit"/>.</param>
/// <param name="CanAdminister">See <see cref="PanelRoles.CanAdminister"/>.</param>
internal sealed record PanelRights(string Name, bool CanAllow, bool CanEdit, bool CanAdminister);

/// <summary>Who sits in front of this circuit, and what they may do. Every command asks anew. Scoped.</summary>
internal sealed class PanelPerson(AuthenticationStateProvider authentication, IAuthorizationService authorization)
{
    /// <summary>The person's name and rights.</summary>
    public async Task<PanelRights> GetAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        return new PanelRights(user.Identity?.Name ?? "unknown", await MayAsync(PanelRoles.CanAllow), await MayAsync(PanelRoles.CanEdit), await MayAsync(PanelRoles.CanAdminister));

        async Task<bool> MayAsync(string policy) => (await authorization.AuthorizeAsync(user, resource: null, policy)).Succeeded;
    }
}
