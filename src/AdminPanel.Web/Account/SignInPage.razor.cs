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

    [SupplyParameterFromForm(Name = nameof(Passkey), FormName = "passkey")]
    private PasskeyForm? PostedPasskey { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "note")]
    private string? Note { get; set; }

    [Inject]
    private SignInManager<PanelUser> SignIn { get; set; } = default!;

    [Inject]
    private UserManager<PanelUser> Users { get; set; } = default!;

    [Inject]
    private PanelAccounts Accounts { get; set; } = default!;

    [Inject]
    private AuditLog Audit { get; set; } = default!;

    [Inject]
    private SetUpLink SetUp { get; set; } = default!;

    [Inject]
    private IServiceProvider Provider { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private SignInForm Form => Posted ??= new SignInForm();

    private PasskeyForm Passkey => PostedPasskey ??= new PasskeyForm();

    private OidcOptions? Oidc => Provider.GetService<OidcOptions>();

    private string? Problem { get; set; }

    private async Task SignInAsync()
    {
        var name = (Form.Name ?? "").Trim();
        if (name.Length > NameLength) name = name[..NameLength];
        var password = Form.Password ?? "";
        Form.Password = null;
        var user = await Users.FindByNameAsync(name);

        // Takes as long for a name that does not exist, which must not be told apart.
        if (user is null) Users.PasswordHasher.HashPassword(new PanelUser(), password);
        var result = user is null ? SignInResult.Failed : await SignIn.PasswordSignInAsync(user, password, Form.Remember, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            await Accounts.RecordSignInAsync(name, "password");
            Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
        }
        else if (result.RequiresTwoFactor)
        {
            Navigation.NavigateTo($"/account/second-step?remember={(Form.Remember ? "true" : "false")}&returnUrl={Uri.EscapeDataString(LocalUrl.OrHome(ReturnUrl))}");
        }
        else
        {
            await Audit.WriteAsync(name, AuditLog.SignInFailed, null, null, result.IsLockedOut ? "locked out" : null, CancellationToken.None);
            Problem = result.IsLockedOut
                ? "Too many failures: this account is locked for some minutes, or by an administrator until they unlock it."
                : "This name and password do not match.";
        }
    }

    private async Task SignInByPasskeyAsync()
    {
        var (user, failure) = await AssertAsync();
        if (user is not null && await Users.IsLockedOutAsync(user)) failure = "locked out";
        if (user is null || failure is not null)
        {
            await Audit.WriteAsync(user?.UserName ?? "unknown", AuditLog.SignInFailed, null, null, $"passkey: {failure}", CancellationToken.None);
            Problem = failure == "locked out" ? "This account is locked. Ask an administrator." : "This passkey does not belong to an account here.";
            return;
        }

        await SignIn.SignInAsync(user, isPersistent: false, "passkey");
        await Accounts.RecordSignInAsync(user.UserName ?? "", "passkey");
        Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
    }

    private async Task<(PanelUser? User, string? Failure)> AssertAsync()
    {
        try
        {
            var assertion = await SignIn.PerformPasskeyAssertionAsync(Passkey.Credential ?? "");
            if (!assertion.Succeeded) return (null, "refused");
            var stored = await Users.AddOrUpdatePasskeyAsync(assertion.User, assertion.Passkey);
            return stored.Succeeded ? (assertion.User, null) : (null, "not stored");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Nobody asked for it in this browser, or it is no credential at all.
            return (null, "refused");
        }
    }

    private sealed class SignInForm
    {
        public string? Name { get; set; }

        public string? Password { get; set; }

        public bool Remember { get; set; }
    }

    private sealed class PasskeyForm
    {
        public string? Credential { get; set; }
    }
}
