using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace AdminPanel.Web.Account;

/// <summary>Where one-time links lead: somebody joins, or chooses a new password. The code travels in the form only, never in an address.</summary>
public sealed partial class JoinPage
{
    [SupplyParameterFromForm(Name = nameof(Form), FormName = "join")]
    private OneTimeForm? Posted { get; set; }

    [Inject]
    private InvitationStore Invitations { get; set; } = default!;

    [Inject]
    private PanelAccounts Accounts { get; set; } = default!;

    [Inject]
    private SignInManager<PanelUser> SignIn { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private OneTimeForm Form => Posted ??= new OneTimeForm();

    private Invitation? Invitation { get; set; }

    private IReadOnlyList<string> Problems { get; set; } = [];

    private async Task JoinAsync()
    {
        Invitation = await Invitations.FindAsync(Form.Code?.Trim().TrimStart('#'), CancellationToken.None);
        if (Invitation is not { } open)
        {
            Problems = ["This link is not valid any more: it works once and for a limited time. Ask an administrator for a new one."];
            Form.Code = null;
            return;
        }

        if (Form.Password is not { Length: > 0 } password) return;
        if (Form.Differs)
        {
            Problems = [OneTimeForm.DifferentPasswords];
            return;
        }

        Problems = await Accounts.JoinAsync(open, password);
        if (Problems.Count > 0) return;
        if (open.UserId is not null)
        {
            Navigation.NavigateTo($"{AccountComposition.SignInPath}?note=password");
            return;
        }

        await SignIn.PasswordSignInAsync(open.Name, password, isPersistent: false, lockoutOnFailure: false);
        await Accounts.RecordSignInAsync(open.Name, "one-time link");
        Navigation.NavigateTo("/");
    }
}
