using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace AdminPanel.Web.Layout;

/// <summary>Which pages the navigation offers to whoever is here. Scoped.</summary>
internal sealed class NavPolicy(AuthenticationStateProvider authentication, IAuthorizationService authorization)
{
    /// <summary>The links this person may follow, in order.</summary>
    public async Task<IReadOnlyList<NavLinkItem>> VisibleAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var visible = new List<NavLinkItem>();
        foreach (var item in NavLinks.All)
        {
            if (item.Policy is null || (await authorization.AuthorizeAsync(user, resource: null, item.Policy)).Succeeded) visible.Add(item);
        }

        return visible;
    }
}
