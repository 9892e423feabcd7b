using System.Diagnostics;
using AdminPanel.Testing.Lab;
using Microsoft.Playwright;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>The installed Chromium, looking at one panel.</summary>
internal sealed class PanelBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IBrowserContext _context;
    private readonly Uri _url;
    private readonly List<string> _errors = [];

    private PanelBrowser(IPlaywright playwright, IBrowser browser, IBrowserContext context, Uri url)
    {
        _playwright = playwright;
        _browser = browser;
        _context = context;
        _url = url;
    }

    /// <summary>The page of the first tab.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>What scripts complained about.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public static async Task<PanelBrowser> StartAsync(Uri url, CancellationToken cancellationToken, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = LabTools.Require("chromium"),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-prefers-reduced-motion"],
        });
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, BaseURL = url.ToString() });
        context.SetDefaultTimeout(30_000);
        var panel = new PanelBrowser(playwright, browser, context, url);
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

    /// <summary>The longest time the page took to draw a frame until <paramref name="ended"/>: how long it felt stuck.</summary>
    public async Task<TimeSpan> SlowestFrameAsync(CancellationToken ended)
    {
        var slowest = TimeSpan.Zero;
        while (!ended.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            await Page.EvaluateAsync("() => new Promise(drawn => requestAnimationFrame(() => drawn(0)))");
            var took = Stopwatch.GetElapsedTime(asked);
            if (took > slowest) slowest = took;
        }

        return slowest;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static Task IsInteractiveAsync(IPage page) =>
        page.Locator("#circuit-ready[data-interactive=true]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
}
