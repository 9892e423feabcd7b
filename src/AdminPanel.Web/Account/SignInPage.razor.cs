using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace AdminPanel.Web.Account;

/// <summary>The sign-in form. Plain HTTP: cookies are set in its response. Says the same for an unknown name and a wrong password.</summary>
public sealed partial class SignInPage
{
    private const int NameLength = 256;

    [SupplyParameterFromForm(Name = nameof(Form), FormName = "sign-in")]
    private SignInForm? Posted { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [Inject]
    private SignInManager<PanelUser> SignIn { get; set; } = default!;

    [Inject]
    private UserManager<PanelUser> Users { get; set; } = default!;

    [Inject]
    private AuditLog Audit { get; set; } = default!;

    [Inject]
    private SetUpLink SetUp { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private SignInForm Form => Posted ??= new SignInForm();

    private string? Problem { get; set; }

    private async Task SignInAsync()
    {
        var name = (Form.Name ?? "").Trim();
        if (name.Length > NameLength) name = name[..NameLength];
        var result = await SignIn.PasswordSignInAsync(name, Form.Password ?? "", Form.Remember, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            if (await Users.FindByNameAsync(name) is { } user)
            {
                user.LastSignInAt = Time.GetUtcNow();
                await Users.UpdateAsync(user);
                await Audit.WriteAsync(user.UserName ?? name, "signed in", null, null, null, CancellationToken.None);
            }

            Navigation.NavigateTo(LocalOrHome(ReturnUrl));
            return;
        }

        await Audit.WriteAsync(name, AuditLog.SignInFailed, null, null, result.IsLockedOut ? "locked out" : null, CancellationToken.None);
        Form.Password = null;
        Problem = result.IsLockedOut
            ? "Too many failures: this account is locked for some minutes."
            : "This name and password do not match.";
    }

    /// <summary>Only paths of this panel: anything else could lead a signed-in person elsewhere.</summary>
    private static string LocalOrHome(string? url) =>
        url is { Length: > 0 } && url[0] == '/' && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) ? url : "/";

    private sealed class SignInForm
    {
        public string? Name { get; set; }

        public string? Password { get; set; }

        public bool Remember { get; set; }
    }
}
