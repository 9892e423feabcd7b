using System.Data.Common;
using AdminPanel.Store.Users;
using AdminPanel.Web.Account;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace AdminPanel.Web.Features.Users;

/// <summary>The people of this panel, for administrators.</summary>
public sealed partial class UsersPage : IDisposable
{
    private static readonly TimeSpan PasswordLinkLasts = TimeSpan.FromDays(1);
    private readonly CancellationTokenSource _gone = new();
    private UsersPageModel _model = default!;
    private UserOutcome? _outcome;
    private string _me = "";
    private bool _busy;

    [Inject] private IServiceProvider Provider { get; set; } = default!;

    [Inject] private IDialogService Dialogs { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _model = ActivatorUtilities.CreateInstance<UsersPageModel>(Provider);
        _me = (await Provider.GetRequiredService<PanelPerson>().GetAsync()).Name;
        if (RendererInfo.IsInteractive) await RefreshAsync();
    }

    private static string SecondFactor(PersonInfo user) => (user.HasAuthenticator, user.Passkeys, user.IsExternal) switch
    {
        (true, 0, _) => "authenticator app",
        (true, var n, _) => $"authenticator app, {n} passkey{(n == 1 ? "" : "s")}",
        (false, > 0 and var n, _) => $"{n} passkey{(n == 1 ? "" : "s")}",
        (false, _, true) => "by OpenID Connect",
        _ => "none",
    };

    private async Task RefreshAsync()
    {
        try
        {
            await _model.RefreshAsync(_gone.Token);
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }

    private async Task InviteAsync()
    {
        var answer = await (await Dialogs.ShowAsync<InviteDialog>("Invite")).Result;
        if (answer is { Canceled: false, Data: Invite invite }) await DoAsync(c => c.InviteAsync(invite.Name, invite.Role, invite.Lasts, CancellationToken.None));
    }

    private async Task NewPasswordAsync(PersonInfo user)
    {
        if (await AskAsync($"New password for {user.Name}", "Makes a one-time link, good for a day, by which they choose a new password. The old one works until then; a second factor stays.", "Make the link"))
            await DoAsync(c => c.NewPasswordAsync(user.Id, PasswordLinkLasts, CancellationToken.None));
    }

    private async Task ChangeRoleAsync(PersonInfo user, string? role)
    {
        if (role is null || role == user.Role) return;
        var ask = $"{user.Name} is {(user.Role.Length == 0 ? "without a role" : user.Role)} and becomes {role}: {PanelRoles.Describe(role)}. {(user.Name == _me ? "You are" : "They are")} signed out everywhere.";
        if (await AskAsync($"Change the role of {user.Name}", ask, $"Make {user.Name} {role}")) await DoAsync(c => c.ChangeRoleAsync(user.Id, role, CancellationToken.None));
        else await RefreshAsync();
    }

    private async Task ResetSecondFactorAsync(PersonInfo user)
    {
        if (await AskAsync($"Reset the second factor of {user.Name}", "Removes the authenticator app, the recovery codes and all passkeys, and signs them out everywhere. The password alone signs in until they set up new ones.", "Reset", danger: true))
            await DoAsync(c => c.ResetSecondFactorAsync(user.Id, CancellationToken.None));
    }

    private async Task SignOutAsync(PersonInfo user)
    {
        if (await AskAsync($"Sign {user.Name} out everywhere", "Ends every session at once, open pages included; what they typed and did not save is lost. They can sign in again.", "Sign out"))
            await DoAsync(c => c.SignOutEverywhereAsync(user.Id, CancellationToken.None));
    }

    private async Task LockAsync(PersonInfo user)
    {
        if (await AskAsync($"Lock {user.Name}", "Ends every session at once and refuses to sign them in until an administrator unlocks the account.", "Lock", danger: true))
            await DoAsync(c => c.LockAsync(user.Id, CancellationToken.None));
    }

    private async Task RemoveAsync(PersonInfo user)
    {
        if (await AskAsync($"Remove {user.Name}", "Removes the account and ends its sessions. This cannot be undone; they can be invited again. What they did stays in the audit.", "Remove", danger: true))
            await DoAsync(c => c.RemoveAsync(user.Id, CancellationToken.None));
    }

    private async Task<bool> AskAsync(string title, string text, string action, bool danger = false)
    {
        var words = new DialogParameters<ConfirmDialog> { { d => d.Text, text }, { d => d.Action, action }, { d => d.IsDangerous, danger } };
        return await (await Dialogs.ShowAsync<ConfirmDialog>(title, words)).Result is { Canceled: false };
    }

    private async Task DoAsync(Func<UserCommands, Task<UserOutcome>> command)
    {
        _busy = true;
        try
        {
            _outcome = await command(Provider.GetRequiredService<UserCommands>());
        }
        catch (Exception e) when (e is DbException or DbUpdateException or InvalidOperationException)
        {
            _outcome = new UserOutcome(false, $"This could not be done: {e.Message}");
        }

        _busy = false;
        await RefreshAsync();
        if (_outcome is { Code: { } code, Text: var text })
        {
            // Shown once, in its own dialog; neither this page nor the store keeps it.
            _outcome = _outcome with { Code = null };
            StateHasChanged();
            var link = $"{Navigation.BaseUri}account/join#{code}";
            await Dialogs.ShowAsync<LinkDialog>("One-time link", new DialogParameters<LinkDialog> { { d => d.Link, link }, { d => d.Text, text } }, new DialogOptions { BackdropClick = false, CloseOnEscapeKey = false });
        }
    }
}
