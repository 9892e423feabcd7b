using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace AdminPanel.Web.Account.Own;

/// <summary>Sets up, confirms and turns off time-based one-time passwords (RFC 6238), and makes recovery codes.</summary>
public sealed partial class AuthenticatorPart
{
    private const int RecoveryCodes = 10;
    private string? _problem;
    private string? _key;
    private string? _address;
    private string[]? _codes;
    private int _codesLeft;
    private bool _isOn;
    private bool _hasPassword;

    [SupplyParameterFromForm(Name = nameof(Form), FormName = "authenticator")]
    private AuthenticatorForm? Posted { get; set; }

    [Inject]
    private OwnAccount Own { get; set; } = default!;

    [Inject]
    private UserManager<PanelUser> Users { get; set; } = default!;

    private AuthenticatorForm Form => Posted ??= new AuthenticatorForm();

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        var user = await Own.GetAsync();
        (_isOn, _hasPassword, _codesLeft) = (user.TwoFactorEnabled, await Users.HasPasswordAsync(user), await Users.CountRecoveryCodesAsync(user));
    }

    private async Task ChangeAsync()
    {
        var user = await Own.GetAsync();
        switch (Form.What)
        {
            case "start" when !_isOn && _hasPassword:
                await Users.ResetAuthenticatorKeyAsync(user);
                await Own.ChangedAsync("began to set up authenticator app", null);
                await ShowKeyAsync(user);
                break;
            case "on" when !_isOn && _hasPassword:
                await ConfirmAsync(user);
                break;
            case "off" or "codes" when _isOn:
                if (await Own.IsPasswordAsync(Form.Password)) await ChangeConfirmedAsync(user, Form.What);
                else _problem = "The current password is not right.";
                break;
        }

        await ReadAsync();
    }

    private async Task ConfirmAsync(PanelUser user)
    {
        var code = (Form.Code ?? "").Replace(" ", "", StringComparison.Ordinal);
        if (!await Users.VerifyTwoFactorTokenAsync(user, Users.Options.Tokens.AuthenticatorTokenProvider, code))
        {
            _problem = "This code is not right. Is the clock of the device right? Codes change every 30 seconds.";
            await ShowKeyAsync(user);
            return;
        }

        await Users.SetTwoFactorEnabledAsync(user, true);
        _codes = [.. await Users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? []];
        await Own.ChangedAsync("turned authenticator app on", null);
    }

    private async Task ChangeConfirmedAsync(PanelUser user, string what)
    {
        if (what == "codes")
        {
            _codes = [.. await Users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? []];
            await Own.ChangedAsync("made new recovery codes", null);
            return;
        }

        await Users.SetTwoFactorEnabledAsync(user, false);
        await Users.ResetAuthenticatorKeyAsync(user);
        await Own.ChangedAsync("turned authenticator app off", null);
    }

    private async Task ShowKeyAsync(PanelUser user)
    {
        _key = await Users.GetAuthenticatorKeyAsync(user);
        _address = $"otpauth://totp/AdminPanel:{Uri.EscapeDataString(user.UserName ?? "")}?secret={_key}&issuer=AdminPanel&digits=6";
    }

    private sealed class AuthenticatorForm
    {
        public string? What { get; set; }

        public string? Code { get; set; }

        public string? Password { get; set; }
    }
}
