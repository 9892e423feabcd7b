using System.Security.Claims;
using AdminPanel.Web.Account;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.Support;

/// <summary>Somebody in front of a circuit, without the browser.</summary>
internal sealed class SignedIn(string who, string role) : AuthenticationStateProvider
{
    public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(
        new ClaimsIdentity([new Claim(ClaimTypes.Name, who), new Claim(ClaimTypes.Role, role)], "test"))));

    /// <summary>A command of that person's circuit.</summary>
    public static T Commands<T>(IServiceProvider services, string who, string role) =>
        ActivatorUtilities.CreateInstance<T>(services, new PanelPerson(new SignedIn(who, role), services.GetRequiredService<IAuthorizationService>()));
}
