using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Peers;

/// <summary>The installed Chromium with one page, spoken to over its DevTools protocol. One caller at a time.</summary>
internal sealed partial class LiveBrowser : IAsyncDisposable
{
    private const string Recorder =
        """
        (() => {
          window.seen = [];
          const known = new WeakSet();
          const look = () => {
            const now = Date.now();
            for (const row of document.querySelectorAll('table.conn tbody tr.conn-row')) {
              const time = row.querySelector('time');
              if (!time || row.lastTime === time.dateTime) continue;
              row.lastTime = time.dateTime;
              window.seen.push(now - Date.parse(time.dateTime));
            }
          };
          look();
          window.seen = [];
          new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['datetime'] });
          return 'recording';
        })()
        """;

    private readonly TempFolder _profile;
    private readonly LabProcess _process;
    private readonly ClientWebSocket _page;
    private readonly Uri _devTools;
    private int _calls;

    private LiveBrowser(TempFolder profile, LabProcess process, Uri devTools, ClientWebSocket page) => (_profile, _process, _devTools, _page) = (profile, process, devTools, page);

    /// <summary>Starts it with an empty page.</summary>
    public static async Task<LiveBrowser> StartAsync(CancellationToken cancellationToken)
    {
        var profile = new TempFolder("bench-browser");
        var process = LabProcess.Start(
            LabTools.Require("chromium"),
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--window-size=1440,900", "--remote-debugging-port=0", $"--user-data-dir={profile.Path}", "about:blank",
            ]);
        var output = await process.WaitForOutputAsync(static text => DevTools().IsMatch(text), TimeSpan.FromSeconds(30), cancellationToken);
        var devTools = new Uri($"http://127.0.0.1:{DevTools().Match(output).Groups[1].Value}/json/");
        using var http = new HttpClient();
        var targets = JsonNode.Parse(await http.GetStringAsync(new Uri(devTools, "list"), cancellationToken))!.AsArray();
        var url = targets.First(static t => (string?)t!["type"] == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        var page = new ClientWebSocket();
        await page.ConnectAsync(new Uri(url), cancellationToken);
        return new LiveBrowser(profile, process, devTools, page);
    }

    /// <summary>Signs in and opens Live; returns when the page follows the engine.</summary>
    public async Task OpenLiveAsync(Uri panel, string user, string password, CancellationToken cancellationToken)
    {
        await GoAsync(new Uri(panel, "account/sign-in"), "document.querySelector('#name') ? 'yes' : ''", cancellationToken);
        await EvaluateAsync(
            $"document.querySelector('#name').value = '{user}'; document.querySelector('#password').value = '{password}'; document.querySelector('button[type=submit]').click(); ''", cancellationToken);
        await WaitAsync("document.querySelector('#circuit-ready[data-interactive=true]') ? 'yes' : ''", cancellationToken);
        await GoAsync(new Uri(panel, "live"), "document.querySelector('#circuit-ready[data-interactive=true]') && location.pathname === '/live' ? 'yes' : ''", cancellationToken);
    }

    /// <summary>Opens an address in a window of its own, with the same session; the first page stays the one that is spoken to.</summary>
    public async Task OpenBesideAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var opened = await http.PutAsync(new Uri(_devTools, $"new?{Uri.EscapeDataString(address.ToString())}"), null, cancellationToken);
        opened.EnsureSuccessStatusCode();
        await CallAsync("Page.bringToFront", [], cancellationToken);
    }

    /// <summary>Begins to note when each row appears.</summary>
    public Task RecordAsync(CancellationToken cancellationToken) => EvaluateAsync(Recorder, cancellationToken);

    /// <summary>Milliseconds from verdict to row, of every row since <see cref="RecordAsync"/>.</summary>
    public async Task<double[]> RecordedAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<double[]>(await EvaluateAsync("JSON.stringify(window.seen)", cancellationToken))!;

    /// <summary>Runs a script and returns its text.</summary>
    public async Task<string> EvaluateAsync(string script, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true }, cancellationToken);
        return answer["result"]?["value"]?.ToString() ?? "";
    }

    /// <summary>Waits until a script returns some text.</summary>
    public Task<string> WaitAsync(string script, CancellationToken cancellationToken) => Eventually.GetAsync(
        $"the page satisfies {script}", TimeSpan.FromSeconds(30), async token => await EvaluateAsync(script, token) is { Length: > 0 } text ? text : null, cancellationToken);

    /// <summary>Opens a page and waits until a script returns some text there.</summary>
    public async Task GoAsync(Uri address, string script, CancellationToken cancellationToken)
    {
        await CallAsync("Page.navigate", new JsonObject { ["url"] = address.ToString() }, cancellationToken);
        await WaitAsync(script, cancellationToken);
    }

    /// <summary>Leaves the panel.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) => CallAsync("Page.navigate", new JsonObject { ["url"] = "about:blank" }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _page.Dispose();
        await _process.DisposeAsync();
        _profile.Dispose();
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var id = ++_calls;
        var request = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _page.SendAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, true, cancellationToken);
        while (true)
        {
            using var message = new MemoryStream();
            var buffer = new byte[65_536];
            WebSocketReceiveResult part;
            do
            {
                part = await _page.ReceiveAsync(buffer, cancellationToken);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);

            var answer = JsonNode.Parse(message.ToArray())!;
            if ((int?)answer["id"] == id) return answer["result"] ?? new JsonObject();
        }
    }

    [GeneratedRegex(@"DevTools listening on ws://127\.0\.0\.1:(\d+)/")]
    private static partial Regex DevTools();
}
