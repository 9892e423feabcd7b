using AdminPanel.Testing.Lab;
using AdminPanel.Web.Account;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Hosting;

/// <summary>The whole program in this process, with its own data directory and free ports.</summary>
public sealed class PanelFactory(Dictionary<string, string>? keys = null) : WebApplicationFactory<Program>
{
    public const string Owner = "owner";
    public const string Password = "correct horse battery";

    public string DataDirectory { get; } = Path.Combine(Path.GetTempPath(), $"adminpanel-web-{Guid.NewGuid():N}");

    /// <summary>A browser without cookies that shows redirects instead of following them.</summary>
    public HttpClient Stranger() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri("http://localhost") });

    /// <summary>Adds a user with the role and returns a browser in which they are signed in.</summary>
    public async Task<HttpClient> SignInAsync(string role, CancellationToken cancellationToken)
    {
        var client = Stranger();
        var name = $"{role}-{Guid.NewGuid():N}";
        Assert.Empty(await Services.GetRequiredService<PanelAccounts>().CreateAsync(name, Password, role, "test"));
        using var answer = await Forms.PostAsync(client, "/account/sign-in", new() { ["Form.Name"] = name, ["Form.Password"] = Password }, cancellationToken);
        Assert.Equal("/", answer.Headers.Location?.PathAndQuery);
        return client;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        TempFolder.Remove(DataDirectory);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("DataDirectory", DataDirectory);
        builder.UseSetting("Screening:Listen:0", "127.0.0.1:0");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        foreach (var (key, value) in keys ?? []) builder.UseSetting(key, value);
    }
}
