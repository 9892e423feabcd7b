using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.EndToEnd.Tests.Panel;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>Somebody who types faster than the line is: no letter is lost or put back.</summary>
public sealed class TypingTests : IAsyncLifetime
{
    private static readonly TimeSpan s_oneWay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(3);

    private static readonly (string Path, string? Button, string Field, string Text)[] s_fields =
    [
        ("access", "Add entry", "#entry-pattern", "2001:db8:1234::/48"),
        ("access", "Add entry", "#entry-reason", "asked by the help desk, ticket 4711"),
        ("access", "Paste or import", "#paste-entries", "192.0.2.0/24 permit # office, second floor"),
        ("access", null, "#network-pattern", "2001:db8:77::/48"),
        ("actions", null, "#find-setting", "greet_wait"),
        ("actions?open=pregreet", null, "[id='f-Greet.Wait']", "12s"),
        ("dnsbl", "Add list", "#pick-search", "spamhaus zen"),
        ("users", "Invite", "#invite-name", "helga.hansen"),
        ("system", null, "#keep-rows", "12345678"),
        ("system", null, "[aria-label='Lines with']", "postscreen CONNECT from"),
        ("lookup", null, "#lookup-address", "mail.example.org"),
    ];

    private OpenPanel _panel = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PanelBrowser Browser => _panel.Browser;

    private IPage Page => Browser.Page;

    public async ValueTask InitializeAsync()
    {
        LabTests.SkipUnless("chromium");
        _panel = await OpenPanel.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_panel is not null) await _panel.DisposeAsync();
    }

    [Fact]
    public async Task Fields_TypedFastOverASlowLine_HoldWhatWasTyped()
    {
        await SlowLine.DelayAsync(Page, s_oneWay, Token);
        var wrong = new List<string>();
        foreach (var (path, button, field, text) in s_fields)
        {
            await Browser.OpenAsync(path);
            if (button is not null) await Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();
            var input = Page.Locator(field).First;
            await input.FocusAsync();
            await Page.Keyboard.PressAsync("Control+A");
            await Page.Keyboard.PressAsync("Delete");

            // What the browser shows at any moment is a beginning of what is typed; each moment counts, so the page itself looks.
            await input.EvaluateAsync("""
                (field, text) => {
                  window.wrong = [];
                  const look = () => { if (!text.startsWith(field.value) && field.isConnected) window.wrong.push(field.value); requestAnimationFrame(look); };
                  look();
                }
                """, text);
            await Page.Keyboard.TypeAsync(text, new() { Delay = 25 });
            await Browser.RoundTripAsync();
            var shown = await input.InputValueAsync();
            var between = await Page.EvaluateAsync<string[]>("() => window.wrong");
            if (shown != text || between.Length > 0) wrong.Add($"{path} {field}: \"{shown}\", and between \"{string.Join("\", \"", between.Distinct())}\"");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.Empty(Browser.Errors);
    }

    [Fact]
    public async Task Keys_BeforeThePageLives_AreNotLost()
    {
        await SlowLine.DelayAsync(Page, s_start, Token);
        await Page.GotoAsync(Browser.Address("live"));
        await Page.Keyboard.PressAsync("/");
        await Page.Keyboard.TypeAsync("192.0.2");
        Assert.Equal(0, await Page.Locator("#circuit-ready[data-interactive=true]").CountAsync());
        await Browser.IsInteractiveAsync();
        await Page.Keyboard.TypeAsync(".7");
        await Browser.RoundTripAsync();

        var box = Page.Locator("input:focus");
        await Expect(box).ToHaveValueAsync("192.0.2.7");
        await box.PressAsync("Enter");
        await Expect(box).ToHaveValueAsync("192.0.2.7");
        await Expect(Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("192\\.0\\.2\\.7"));
        Assert.Empty(Browser.Errors);
    }

    [Fact]
    public async Task Help_AskedForBeforeThePageLives_StaysOpen()
    {
        await SlowLine.DelayAsync(Page, s_start, Token);
        await Page.GotoAsync(Browser.Address("system"));
        await Page.Keyboard.PressAsync("?");
        Assert.Equal(0, await Page.Locator("#circuit-ready[data-interactive=true]").CountAsync());
        await Browser.IsInteractiveAsync();

        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task GoKeys_BeforeThePageLives_Go()
    {
        await SlowLine.DelayAsync(Page, s_start, Token);
        await Page.GotoAsync(Browser.Address("system"));
        await Page.Keyboard.PressAsync("g");
        await Page.Keyboard.PressAsync("a");
        await Expect(Page).ToHaveURLAsync(Browser.Address("access"));
    }
}
