using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace AdminPanel.Web.Account;

/// <summary>Asks who gave the right password for the code of their authenticator app, or for a recovery code.</summary>
public sealed partial class SecondStepPage
{
    [SupplyParameterFromForm(Name = nameof(Form), FormName = "second-step")]
    private CodeForm? Posted { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "remember")]
    private bool Remember { get; set; }

    [Inject]
    private SignInManager<PanelUser> SignIn { get; set; } = default!;

    [Inject]
    private UserManager<PanelUser> Users { get; set; } = default!;

    [Inject]
    private PanelAccounts Accounts { get; set; } = default!;

    [Inject]
    private AuditLog Audit { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private CodeForm Form => Posted ??= new CodeForm();

    private string? Problem { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (await SignIn.GetTwoFactorAuthenticationUserAsync() is null) Navigation.NavigateTo(AccountComposition.SignInPath);
    }

    private async Task GoOnAsync()
    {
        if (await SignIn.GetTwoFactorAuthenticationUserAsync() is not { } user) return;
        var code = (Form.Code ?? "").Replace(" ", "", StringComparison.Ordinal);
        Form.Code = null;
        var isApp = code.Length == 6 && code.All(char.IsAsciiDigit);
        var result = isApp ? await SignIn.TwoFactorAuthenticatorSignInAsync(code, Remember, rememberClient: false) : await SignIn.TwoFactorRecoveryCodeSignInAsync(code);
        if (result.Succeeded)
        {
            await Accounts.RecordSignInAsync(user.UserName ?? "", isApp ? "password and authenticator app" : $"password and recovery code, {await Users.CountRecoveryCodesAsync(user)} left");
            Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
            return;
        }

        await Audit.WriteAsync(user.UserName ?? "", AuditLog.SignInFailed, null, null, result.IsLockedOut ? "second factor, locked out" : "second factor", CancellationToken.None);
        Problem = result.IsLockedOut ? "Too many failures: this account is locked for some minutes." : "This code is not right. Codes of the app change every 30 seconds; a recovery code works once.";
    }

    private sealed class CodeForm
    {
        public string? Code { get; set; }
    }
}
