using AdminPanel.EndToEnd.Tests.Browser;
using AdminPanel.Testing;
using AdminPanel.Testing.Lab;
using AdminPanel.Web.Account;
using AdminPanel.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.EndToEnd.Tests.Panel;

/// <summary>A panel in this process with one administrator, ann, and a browser in which she is signed in.</summary>
internal sealed class OpenPanel : IAsyncDisposable
{
    public const string Name = "ann";
    public const string Password = "correct horse battery";

    private readonly TempFolder _folder;
    private readonly WebApplication _panel;

    private OpenPanel(TempFolder folder, WebApplication panel, PanelBrowser browser) => (_folder, _panel, Browser) = (folder, panel, browser);

    public PanelBrowser Browser { get; }

    public IServiceProvider Services => _panel.Services;

    /// <summary>Starts both.</summary>
    /// <param name="prepare">What is done before she signs in.</param>
    /// <param name="host">The host name in the address.</param>
    public static async Task<OpenPanel> StartAsync(CancellationToken cancellationToken, Func<IServiceProvider, Task>? prepare = null, string host = "127.0.0.1")
    {
        var folder = new TempFolder("open");
        var url = new Uri($"http://{host}:{LoopbackPorts.FreeTcp()}/");
        var panel = PanelHost.Build([$"--DataDirectory={folder.Path}", $"--Urls={url.GetLeftPart(UriPartial.Authority)}", "--Screening:Listen:0=127.0.0.1:0", "--Logging:LogLevel:Default=Warning"]);
        await panel.StartAsync(cancellationToken);
        await using (var scope = panel.Services.CreateAsyncScope())
        {
            if (await scope.ServiceProvider.GetRequiredService<PanelAccounts>().CreateAsync(Name, Password, PanelRoles.Admin, "test") is { Count: > 0 } problems)
                throw new InvalidOperationException(string.Join(' ', problems));
        }

        if (prepare is not null) await prepare(panel.Services);
        var browser = await PanelBrowser.StartAsync(url, cancellationToken);
        await browser.SignInAsync(Name, Password);
        return new OpenPanel(folder, panel, browser);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        await _panel.StopAsync(CancellationToken.None);
        await _panel.DisposeAsync();
        _folder.Dispose();
    }
}
