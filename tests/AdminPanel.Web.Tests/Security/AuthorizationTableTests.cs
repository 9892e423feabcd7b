using System.Net;
using System.Reflection;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Settings;
using AdminPanel.Store.Users;
using AdminPanel.Store.Views;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.Access;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Features.Enforce;
using AdminPanel.Web.Features.History;
using AdminPanel.Web.Features.Labels;
using AdminPanel.Web.Features.Lookup;
using AdminPanel.Web.Features.SystemState;
using AdminPanel.Web.Features.Users;
using AdminPanel.Web.Tests.Features.History;
using AdminPanel.Web.Tests.Features.Support;
using AdminPanel.Web.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Web.Tests.Security;

/// <summary>Each role against each page, endpoint and command. A new one without a row here fails the test.</summary>
public sealed class AuthorizationTableTests : IAsyncDisposable
{
    private const string Anybody = "anybody";
    private const string SignedInOnly = "signed in";

    /// <summary>Who may open what: anybody, those with a role, or those whom a policy lets.</summary>
    private static readonly Dictionary<string, string> Endpoints = new()
    {
        ["/"] = SignedInOnly,
        ["/live"] = SignedInOnly,
        ["/connections"] = SignedInOnly,
        ["/connections/{id:guid}"] = SignedInOnly,
        ["/lookup"] = SignedInOnly,
        ["/dnsbl"] = SignedInOnly,
        ["/access"] = SignedInOnly,
        ["/actions"] = SignedInOnly,
        ["/changes"] = SignedInOnly,
        ["/audit"] = SignedInOnly,
        ["/system"] = SignedInOnly,
        ["/tuning"] = SignedInOnly,
        ["/enforce"] = SignedInOnly,
        ["/account"] = SignedInOnly,
        ["/connections/export.csv"] = SignedInOnly,
        ["/connections/export.json"] = SignedInOnly,
        ["/audit/export.csv"] = SignedInOnly,
        ["/audit/export.json"] = SignedInOnly,
        ["/users"] = PanelRoles.CanAdminister,
        ["/old-logs"] = PanelRoles.CanAdminister,
        ["/system/backups/{name}"] = PanelRoles.CanAdminister,
        ["/account/sign-in"] = Anybody,
        ["/account/second-step"] = Anybody,
        ["/account/setup"] = Anybody,
        ["/account/join"] = Anybody,
        ["/account/denied"] = Anybody,
        ["/account/oidc/refused"] = Anybody,
        ["/health"] = Anybody,
    };

    /// <summary>Endpoints that are no pages: posted to, or the framework's own.</summary>
    private static readonly string[] NoPages =
        ["/account/sign-out", "/account/alive", "/account/passkey/request", "/account/passkey/creation", "/error", "/not-found"];

    private readonly PanelFactory _panel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Who may do what; null runs nothing, because it acts only on what the same circuit was allowed to do before.</summary>
    private static Dictionary<string, (string Policy, Func<IServiceProvider, string, Task<object?>>? Run)> Commands { get; } = new()
    {
        ["AllowNow.RunAsync"] = (PanelRoles.CanAllow, Run<AllowNow>(static async c => await c.RunAsync(new AllowRequest(IPAddress.Parse("192.0.2.9"), AccessAction.Permit, "a test", TimeSpan.FromDays(1)), Cancellation))),
        ["AllowNow.UndoAsync"] = (PanelRoles.CanAllow, null),
        ["AllowlistRemoval.RemoveAsync"] = (PanelRoles.CanAllow, Run<AllowlistRemoval>(static async c => await c.RemoveAsync(IPAddress.Parse("192.0.2.9"), Cancellation))),
        ["AllowlistRemoval.RemoveAllAsync"] = (PanelRoles.CanEdit, Run<AllowlistRemoval>(static async c => await c.RemoveAllAsync(Cancellation))),
        ["AllowlistRemoval.UndoAsync"] = (PanelRoles.CanAllow, null),
        ["LabelMarks.MarkAsync"] = (PanelRoles.CanEdit, Run<LabelMarks>(static async c => await c.MarkAsync(Verdicts.Pass(), MailLabel.Spam, Cancellation))),
        ["SavedViewCommands.ListAsync"] = (SignedInOnly, null),
        ["SavedViewCommands.SaveAsync"] = (PanelRoles.CanEdit, Run<SavedViewCommands>(static async c => await c.SaveAsync("for all", "verdict=dnsbl", shared: true, Cancellation))),
        ["SavedViewCommands.RemoveAsync"] = (PanelRoles.CanEdit, Run<SavedViewCommands>(static async c => await c.RemoveAsync(new SavedView(1, "for all", "", true, "x"), Cancellation))),
        ["DraftSession.EnsureLoadedAsync"] = (SignedInOnly, null),
        ["DraftSession.ReloadAsync"] = (SignedInOnly, null),
        ["DraftSession.RetryAsync"] = (SignedInOnly, null),
        ["DraftSession.GetRebaseCollisionsAsync"] = (SignedInOnly, null),
        ["DraftSession.ResolveAsync"] = (PanelRoles.CanEdit, null),
        ["DraftSession.UndoAsync"] = (PanelRoles.CanEdit, null),
        ["DraftSession.EditAsync"] = (PanelRoles.CanEdit, Run<DraftSession>(static async c => await c.EditAsync("x", static s => s with { Dnsbl = s.Dnsbl with { Threshold = 9 } }))),
        ["DraftSession.RebaseAsync"] = (PanelRoles.CanEdit, Run<DraftSession>(static async c => { await c.RebaseAsync(); return null; })),
        ["DraftSession.PublishAsync"] = (PanelRoles.CanEdit, Run<DraftSession>(static async c => await c.PublishAsync("x"))),
        ["DraftSession.DiscardAsync"] = (PanelRoles.CanEdit, Run<DraftSession>(static async c => await c.DiscardAsync())),
        ["DraftSession.RollBackAsync"] = (PanelRoles.CanEdit, Run<DraftSession>(static async c => await c.RollBackAsync(
            new StoredSettings(new SettingsVersion(1, default, "", "", "", 0, null), new ScreeningSettings()), "x"))),
        ["EnforcePath.ReadAsync"] = (SignedInOnly, null),
        ["EnforcePath.GetPreviousAsync"] = (SignedInOnly, null),
        ["EnforcePath.GetDraftAsync"] = (SignedInOnly, null),
        ["EnforcePath.TakeAsync"] = (PanelRoles.CanEdit, Run<EnforcePath>(static async c => await c.TakeAsync(EnforcedCheck.Pregreet, EnforceStep.All, "x", Cancellation))),
        ["SystemActions.SetLevelAsync"] = (PanelRoles.CanAdminister, Run<SystemActions>(static async c => await c.SetLevelAsync(LogLevel.Error, Cancellation))),
        ["SystemActions.ReopenMaillogAsync"] = (PanelRoles.CanAdminister, Run<SystemActions>(static async c => await c.ReopenMaillogAsync(Cancellation))),
        ["SystemActions.SetPreferencesAsync"] = (PanelRoles.CanAdminister, Run<SystemActions>(static async c => await c.SetPreferencesAsync(9, 9999, TimeSpan.FromHours(9), Cancellation))),
        ["BackupCommands.CreateAsync"] = (PanelRoles.CanAdminister, Run<BackupCommands>(static async c => await c.CreateAsync(false, Cancellation))),
        ["BackupCommands.DeleteAsync"] = (PanelRoles.CanAdminister, Run<BackupCommands>(static async c => await c.DeleteAsync("panel-x.db", Cancellation))),
        ["BackupCommands.RestoreAsync"] = (PanelRoles.CanAdminister, Run<BackupCommands>(static async c =>
            $"{await c.RestoreAsync("panel-x.db", Cancellation)} {await c.RestoreAsync(new MemoryStream(), "x.db", 10, Cancellation)}")),
        ["BackupCommands.CancelAsync"] = (PanelRoles.CanAdminister, Run<BackupCommands>(static async c => await c.CancelAsync("panel.db", Cancellation))),
        ["UserCommands.InviteAsync"] = (PanelRoles.CanAdminister, Run<UserCommands>(static async c => await c.InviteAsync("x", PanelRoles.Viewer, TimeSpan.FromHours(1), Cancellation))),
        ["UserCommands.WithdrawAsync"] = (PanelRoles.CanAdminister, Run<UserCommands>(static async c => await c.WithdrawAsync(new Invitation("x", "x", "x", null, default, "x", default), Cancellation))),
        ["UserCommands.NewPasswordAsync"] = (PanelRoles.CanAdminister, Run<UserCommands>(static async c => await c.NewPasswordAsync("x", TimeSpan.FromHours(1), Cancellation))),
        ["UserCommands.ChangeRoleAsync"] = (PanelRoles.CanAdminister, Run<UserCommands>(static async c => await c.ChangeRoleAsync("x", PanelRoles.Viewer, Cancellation))),
        ["UserCommands.LockAsync"] = (PanelRoles.CanAdminister, Run<UserCommands>(static async c => await c.LockAsync("x", Cancellation))),
        ["UserCommands.UnlockAsync"] = (PanelRoles.CanAdminister, Run<UserCommands>(static async c => await c.UnlockAsync("x", Cancellation))),
        ["UserCommands.RemoveAsync"] = (PanelRoles.CanAdminister, Run<UserCommands>(static async c => await c.RemoveAsync("x", Cancellation))),
        ["UserCommands.ResetSecondFactorAsync"] = (PanelRoles.CanAdminister, Run<UserCommands>(static async c => await c.ResetSecondFactorAsync("x", Cancellation))),
        ["UserCommands.SignOutEverywhereAsync"] = (PanelRoles.CanAdminister, Run<UserCommands>(static async c => await c.SignOutEverywhereAsync("x", Cancellation))),
    };

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public void Table_EveryPageAndEndpoint_HasARow()
    {
        var mapped = _panel.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(static endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(static path => !path.StartsWith("/_", StringComparison.Ordinal) && !path.StartsWith("/{**", StringComparison.Ordinal) && !IsAsset(path)).Distinct();

        Assert.Empty(mapped.Except(Endpoints.Keys).Except(NoPages));
    }

    [Fact]
    public void Table_EveryCommand_HasARow()
    {
        var commands = typeof(PanelPerson).Assembly.GetTypes()
            .Where(static type => type is { IsClass: true, IsAbstract: false } && type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Any(static constructor => constructor.GetParameters().Any(static parameter => parameter.ParameterType == typeof(PanelPerson))))
            .SelectMany(static type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Where(static method => typeof(Task).IsAssignableFrom(method.ReturnType)).Select(method => $"{type.Name}.{method.Name}")).Distinct().ToList();

        Assert.NotEmpty(commands);
        Assert.Empty(commands.Except(Commands.Keys));
        Assert.Empty(Commands.Keys.Except(commands));
    }

    [Theory]
    [InlineData(PanelRoles.Viewer)]
    [InlineData(PanelRoles.HelpDesk)]
    [InlineData(PanelRoles.Operator)]
    [InlineData(PanelRoles.Admin)]
    public async Task Pages_Role_OpensExactlyItsOwn(string role)
    {
        await _panel.Services.GetRequiredService<DatabaseBackups>().CreateAsync(ofHistory: false, Cancellation);
        var backup = _panel.Services.GetRequiredService<DatabaseBackups>().List()[0].Name;
        using var client = await _panel.SignInAsync(role, Cancellation);
        var mapped = _panel.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(static endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).ToHashSet();
        var wrong = new List<string>();
        foreach (var (pattern, policy) in Endpoints.Where(row => mapped.Contains(row.Key)))
        {
            using var answer = await client.GetAsync(pattern.Replace("{name}", backup, StringComparison.Ordinal).Replace("{id:guid}", $"{Guid.NewGuid()}", StringComparison.Ordinal), Cancellation);
            var denied = answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/account/denied", StringComparison.Ordinal);
            if (denied == May(role, policy) || (!denied && answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Redirect)))
                wrong.Add($"{role} {pattern}: {answer.StatusCode} {answer.Headers.Location}");
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(PanelRoles.Viewer)]
    [InlineData(PanelRoles.HelpDesk)]
    [InlineData(PanelRoles.Operator)]
    [InlineData(PanelRoles.Admin)]
    [InlineData("no role")]
    public async Task Commands_Role_RunsExactlyItsOwn(string role)
    {
        _panel.CreateClient().Dispose();
        var wrong = new List<string>();
        foreach (var (name, (policy, run)) in Commands)
        {
            if (run is null) continue;
            var refused = await RefusesAsync(() => run(_panel.Services, role));
            if (refused == May(role, policy)) wrong.Add($"{role} {name}: {(refused ? "refused" : "allowed")}");
        }

        Assert.Empty(wrong);
    }

    private static bool May(string role, string policy) => policy is Anybody or SignedInOnly || PanelRoles.Policies[policy].Contains(role);

    private static bool IsAsset(string path) => Path.HasExtension(path) && !path.StartsWith("/connections/", StringComparison.Ordinal) && !path.StartsWith("/audit/", StringComparison.Ordinal);

    private static Func<IServiceProvider, string, Task<object?>> Run<T>(Func<T, Task<object?>> command)
        where T : notnull => async (services, role) =>
    {
        await using var scope = services.CreateAsyncScope();
        var commands = SignedIn.Commands<T>(scope.ServiceProvider, "jo", role);
        try
        {
            return await command(commands);
        }
        finally
        {
            (commands as IDisposable)?.Dispose();
        }
    };

    /// <summary>Commands refuse in words, or with an outcome of that name.</summary>
    private static async Task<bool> RefusesAsync(Func<Task<object?>> command)
    {
        try
        {
            return await command() is { } said && (said.ToString()!.Contains("may not", StringComparison.Ordinal) || said is EditOutcome.Refused);
        }
        catch (InvalidOperationException refused) when (refused.Message.Contains("may not", StringComparison.Ordinal))
        {
            return true;
        }
    }
}
