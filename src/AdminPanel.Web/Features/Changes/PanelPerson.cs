using AdminPanel.Web.Account;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace AdminPanel.Web.Features.Changes;

/// <summary>Who sits in front of this circuit, and whether they may change settings. Scoped.</summary>
internal sealed class PanelPerson(AuthenticationStateProvider authentication, IAuthorizationService authorization)
{
    /// <summary>The person's name and whether they may edit.</summary>
    public async Task<(string Name, bool CanEdit)> GetAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var allowed = await authorization.AuthorizeAsync(user, resource: null, PanelRoles.CanEdit);
        return (user.Identity?.Name ?? "unknown", allowed.Succeeded);
    }
}
