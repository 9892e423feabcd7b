using AdminPanel.Testing.Lab;
using Microsoft.Playwright;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>A person at the installed Chromium, with cookies of their own, looking at one panel. All share one process.</summary>
internal sealed class PanelBrowser : IAsyncDisposable
{
    private static readonly Lazy<Task<IBrowser>> s_chromium = new(LaunchAsync);

    private readonly IBrowserContext _context;
    private readonly Uri _url;
    private readonly List<string> _errors = [];

    private PanelBrowser(IBrowserContext context, Uri url) => (_context, _url) = (context, url);

    /// <summary>The page of the first tab.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>What scripts complained about.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public static async Task<PanelBrowser> StartAsync(Uri url, CancellationToken cancellationToken)
    {
        var chromium = await s_chromium.Value.WaitAsync(cancellationToken);
        var context = await chromium.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 }, ColorScheme = ColorScheme.Light, BaseURL = url.ToString() });
        context.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
        var panel = new PanelBrowser(context, url);
        panel.Page = await panel.NewTabAsync();
        return panel;
    }

    /// <summary>Another tab of the same person.</summary>
    public async Task<IPage> NewTabAsync()
    {
        var page = await _context.NewPageAsync();
        page.PageError += (_, error) => _errors.Add(error);
        return page;
    }

    /// <summary>Opens a page of the panel and waits until it is interactive.</summary>
    public async Task OpenAsync(string path, IPage? tab = null)
    {
        var page = tab ?? Page;
        await page.GotoAsync(new Uri(_url, path).ToString());
        await IsInteractiveAsync(page);
    }

    /// <summary>Creates the owner by the printed link; signed in afterwards.</summary>
    public async Task SetUpAsync(string link, string name, string password)
    {
        await Page.GotoAsync(link);
        await Page.Locator("#name").FillAsync(name);
        await Page.Locator("#password").FillAsync(password);
        await Page.Locator("#again").FillAsync(password);
        await Page.Locator("button[type=submit]").ClickAsync();
        await IsInteractiveAsync(Page);
    }

    /// <summary>Signs in.</summary>
    public async Task SignInAsync(string name, string password)
    {
        await Page.GotoAsync(new Uri(_url, "account/sign-in").ToString());
        await Page.Locator("#name").FillAsync(name);
        await Page.Locator("#password").FillAsync(password);
        await Page.Locator("button[type=submit]").ClickAsync();
        await IsInteractiveAsync(Page);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    /// <summary>It ends with this process.</summary>
    private static async Task<IBrowser> LaunchAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Patience.Limit.TotalMilliseconds);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = LabTools.Require("chromium"),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-prefers-reduced-motion"],
            Timeout = (float)Patience.Limit.TotalMilliseconds,
        });
    }

    /// <summary>The address of a page of the panel.</summary>
    public string Address(string path) => new Uri(_url, path).ToString();

    /// <summary>Waits until the first tab's page is interactive.</summary>
    public Task IsInteractiveAsync() => IsInteractiveAsync(Page);

    /// <summary>Returns when the server has answered everything that the page had sent: its answers come in order.</summary>
    public async Task RoundTripAsync()
    {
        var toggle = Page.Locator(".nav-toggle");
        foreach (var state in (string[])["true", "false"])
        {
            await toggle.DispatchEventAsync("click");
            await Page.Locator($".nav-toggle[aria-expanded={state}]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }
    }

    private static Task IsInteractiveAsync(IPage page) =>
        page.Locator("#circuit-ready[data-interactive=true]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
}
