using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace AdminPanel.Web.Account;

/// <summary>What the browser's authenticator has to be asked; the answer comes back in a form. Both insist on the antiforgery token.</summary>
internal static class PasskeyEndpoints
{
    public static void MapPasskeys(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/account/passkey/request", static async ([FromServices] SignInManager<PanelUser> signIn, [FromServices] IAntiforgery antiforgery, HttpContext context) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context)) return Results.BadRequest();
            return Results.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");
        }).AllowAnonymous();
        endpoints.MapPost("/account/passkey/creation", static async (
            [FromServices] SignInManager<PanelUser> signIn, [FromServices] UserManager<PanelUser> users, [FromServices] IAntiforgery antiforgery, HttpContext context) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context) || await users.GetUserAsync(context.User) is not { } user) return Results.BadRequest();
            var entity = new PasskeyUserEntity { Id = user.Id, Name = user.UserName ?? "", DisplayName = user.UserName ?? "" };
            return Results.Content(await signIn.MakePasskeyCreationOptionsAsync(entity), "application/json");
        });
    }
}
