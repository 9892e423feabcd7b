using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>
/// Every page and dialog of the demonstration in one browser: axe-core finds nothing in both themes at both widths, nothing is wider than
/// the screen, no script fails. The pictures are left in TestResults/screens.
/// </summary>
[Collection(typeof(DemoCollection))]
public sealed class EveryPageTests(DemoFixture demo)
{
    private static readonly (int Width, int Height)[] Sizes = [(1440, 900), (390, 844)];

    /// <summary>What depends on the theme; the rest is the same in both.</summary>
    private static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

    private readonly List<string> _found = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryPage_BothThemesBothWidths_AxeFindsNothing()
    {
        LabTests.SkipUnless("chromium");
        await using var browser = await PanelBrowser.StartAsync(demo.Panel.Url, Token);
        await browser.Page.GotoAsync(new Uri(demo.Panel.Url, "account/sign-in").ToString());
        await LookAsync(browser.Page, "sign-in");
        await browser.SignInAsync(demo.Panel.Name, demo.Panel.Password);
        await browser.Page.GotoAsync(new Uri(demo.Panel.Url, "account").ToString());
        await LookAsync(browser.Page, "account");

        // A draft, so that the publish bar stands on every page.
        await browser.OpenAsync("dnsbl");
        await browser.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Raise weight of ") }).First.ClickAsync();
        await Expect(browser.Page.GetByRole(AriaRole.Region, new() { Name = "Draft" })).ToBeVisibleAsync();

        var links = await browser.Page.Locator("#nav a").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
        Assert.True(links.Length > 9);
        foreach (var link in links.Concat(["/lookup?address=127.0.0.1", "/actions?open=all", "/enforce", "/old-logs", "/nowhere"]))
        {
            if (link == "/connections") continue; // With a row opened, below.
            await browser.OpenAsync(link);
            await LookAsync(browser.Page, link);
        }

        await LookAtDetailsAsync(browser);
        await LookAtDialogsAsync(browser);
        Assert.True(_found.Count == 0, string.Join('\n', _found.Distinct()));
        Assert.Empty(browser.Errors);
    }

    private async Task LookAtDetailsAsync(PanelBrowser browser)
    {
        await browser.OpenAsync("connections?range=15m");
        var open = browser.Page.Locator(".open-btn").First;
        await open.ClickAsync();
        var permalink = browser.Page.Locator(".conn-detail a[href^='/connections/']").First;
        await permalink.WaitForAsync();
        var connection = await permalink.GetAttributeAsync("href");
        await LookAsync(browser.Page, "connections");
        await browser.OpenAsync(connection!);
        await LookAsync(browser.Page, "connection");
        await PrintAsync(browser.Page);
    }

    /// <summary>On paper: the whole decision in light colours, without the panel around it; from the dark theme as well.</summary>
    private static async Task PrintAsync(IPage page)
    {
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        foreach (var gone in (string[])[".topbar", ".sidenav", ".publish-bar", "button"])
            await Expect(page.Locator($"{gone}:visible")).ToHaveCountAsync(0);
        foreach (var part in (string[])["Checks", "Log lines"])
            await Expect(page.GetByRole(AriaRole.Region, new() { Name = part })).ToBeVisibleAsync();
        Assert.Equal("light", await page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).colorScheme"));
        await page.PdfAsync(new() { Path = RepositoryRoot.Combine("TestResults", "screens", "connection.pdf"), Format = "A4" });
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
    }

    private async Task LookAtDialogsAsync(PanelBrowser browser)
    {
        foreach (var (path, button) in (IEnumerable<(string, string)>)[("access", "Add entry"), ("access", "Paste or import"), ("access", "Export"), ("changes", "Publish…"), ("changes", "Discard")])
        {
            await browser.OpenAsync(path);
            await browser.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();
            await browser.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
            await LookAsync(browser.Page, $"dialog-{button}", once: true);
        }

        await browser.OpenAsync("");
        await browser.Page.Keyboard.PressAsync("?");
        await browser.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" }).WaitForAsync();
        await LookAsync(browser.Page, "dialog-keyboard", once: true);
    }

    /// <summary>Looks at a page in both themes at both widths; a dialog once in each theme and at each width.</summary>
    private async Task LookAsync(IPage page, string name, bool once = false)
    {
        await page.EvaluateAsync("() => document.fonts.ready");
        await Expect(page.Locator(".loading")).ToHaveCountAsync(0);
        foreach (var (width, height) in Sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                if (once && theme == ColorScheme.Dark == (width > 400)) continue;
                await page.EmulateMediaAsync(new() { ColorScheme = theme });
                await page.Locator($"html[data-theme={theme}]".ToLowerInvariant()).WaitForAsync(new() { State = WaitForSelectorState.Attached });
                var where = $"{name.Trim('/')} {width} {theme}".ToLowerInvariant();
                await TakeAsync(page, where);
                if (width < 400 && theme == ColorScheme.Light) continue; // All rules at both widths, colours in both themes.
                string[] rules = width < 400 || theme == ColorScheme.Light ? [] : Colours;
                _found.AddRange((await Axe.FindAsync(page, rules)).Select(found => $"{where}: {found}"));
            }

            var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (wide > 0) _found.Add($"{name} {width}: {wide} px wider than the screen");
        }

        await page.SetViewportSizeAsync(Sizes[0].Width, Sizes[0].Height);
    }

    private static async Task TakeAsync(IPage page, string where)
    {
        var file = string.Concat(where.Select(c => char.IsLetterOrDigit(c) ? c : '-'));
        await page.ScreenshotAsync(new() { Path = RepositoryRoot.Combine("TestResults", "screens", $"{file.TrimStart('-')}.jpg"), Type = ScreenshotType.Jpeg, Quality = 70, FullPage = true });
    }
}
