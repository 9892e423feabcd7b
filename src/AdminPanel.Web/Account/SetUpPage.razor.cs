using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace AdminPanel.Web.Account;

/// <summary>Creates the first user, for whoever holds the link from the console.</summary>
public sealed partial class SetUpPage
{
    [SupplyParameterFromForm(Name = nameof(Form), FormName = "setup")]
    private OneTimeForm? Posted { get; set; }

    [Inject]
    private SetUpLink SetUp { get; set; } = default!;

    [Inject]
    private PanelAccounts Accounts { get; set; } = default!;

    [Inject]
    private SignInManager<PanelUser> SignIn { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private OneTimeForm Form => Posted ??= new OneTimeForm();

    private bool IsOpen { get; set; }

    private bool WasWrong { get; set; }

    private IReadOnlyList<string> Problems { get; set; } = [];

    private async Task CreateAsync()
    {
        (IsOpen, WasWrong) = (SetUp.Matches(Form.Code), !SetUp.Matches(Form.Code));
        if (!IsOpen || Form.Name is null) return;
        var name = Form.Name.Trim();
        var password = Form.Password ?? "";
        if (Form.Differs)
        {
            Problems = [OneTimeForm.DifferentPasswords];
            return;
        }

        if (!SetUp.TryTake(Form.Code)) return;
        Problems = await CreateOrPutBackAsync(name, password);
        if (Problems.Count > 0) return;

        await SignIn.PasswordSignInAsync(name, password, isPersistent: false, lockoutOnFailure: false);
        await Accounts.RecordSignInAsync(name, "set-up link");
        Navigation.NavigateTo("/");
    }

    private async Task<IReadOnlyList<string>> CreateOrPutBackAsync(string name, string password)
    {
        var done = false;
        try
        {
            // Somebody may have been added by the command line since the start.
            if (await Accounts.AnyAsync(CancellationToken.None))
            {
                done = true;
                return ["Somebody can already sign in; this link has ended."];
            }

            var problems = await Accounts.CreateAsync(name, password, PanelRoles.Admin, "set-up link");
            done = problems.Count == 0;
            return problems;
        }
        finally
        {
            if (!done) SetUp.PutBack(Form.Code!);
        }
    }
}
