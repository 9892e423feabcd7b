using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using AdminPanel.Parity.Tests.Judging;
using AdminPanel.Parity.Tests.Playing;
using AdminPanel.Parity.Tests.Servers;
using AdminPanel.Parity.Tests.Table;
using AdminPanel.Testing.Lab;
using Xunit;

[assembly: AssemblyFixture(typeof(AdminPanel.Parity.Tests.ParityRuns))]

namespace AdminPanel.Parity.Tests;

/// <summary>
/// Plays each variant when its first script is asked for, all its scripts at the same time and the next variants ahead. A variant in which the
/// servers differ is played again, on servers started anew: what the engine does otherwise it does each time, what came of a busy machine, on
/// which one of the two was late, is gone. Shared by the whole assembly.
/// </summary>
public sealed class ParityRuns : IAsyncLifetime
{
    private const int Ahead = 2;
    private const int Playings = 3;
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_logPatience = TimeSpan.FromSeconds(10);
    private static readonly bool s_hasIPv6 = NetworkInterface.GetAllNetworkInterfaces()
        .Any(static link => link.GetIPProperties().UnicastAddresses.Any(static unicast => unicast.Address.Equals(IPAddress.IPv6Loopback)));

    private readonly ConcurrentDictionary<string, Lazy<Task<VariantRun>>> _runs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _variants = new(1 + Ahead);
    private readonly Lazy<Task<RbldnsdLab>> _lists;

    /// <summary>Nothing starts before it is asked for.</summary>
    public ParityRuns() => _lists = new(() => BlocklistLab.StartAsync(_stop.Token));

    /// <summary>Why nothing can be played here; null when it can.</summary>
    public static string? Missing { get; } = LabTools.Missing("postfix", "rbldnsd");

    /// <summary>Why a variant cannot be played here; null when it can.</summary>
    public static string? MissingFor(string variant) =>
        Missing ?? (ParityTable.All.First(candidate => candidate.Name == variant).NeedsIPv6 && !s_hasIPv6 ? "The loopback interface has no IPv6 address." : null);

    /// <summary>What came of a script.</summary>
    public async Task<Comparison> GetAsync(string variant, string script)
    {
        var index = Array.FindIndex(ParityTable.Variants, candidate => candidate.Name == variant);
        foreach (var next in ParityTable.Variants.Skip(index).Take(1 + Ahead).Where(static next => MissingFor(next.Name) is null)) _ = Start(next);
        return (await Start(ParityTable.Variants[index])).Comparisons[script];
    }

    /// <summary>What both servers wrote to their mail logs in a variant, from the first connection to the last.</summary>
    public async Task<(string Postscreen, string Engine)> GetLogsAsync(ParityVariant variant)
    {
        var run = await Start(variant);
        return (run.PostscreenLog, run.EngineLog);
    }

    /// <summary>The address that the client of a script comes from.</summary>
    public static IPAddress Source(ParityVariant variant, ParityScript script) => script.From is { } given
        ? IPAddress.Parse(given)
        : new IPAddress([127, (byte)script.Listing, (byte)(1 + Array.IndexOf(ParityTable.All, variant)), (byte)(1 + Array.IndexOf(variant.Scripts, script))]);

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var run in _runs.Values)
        {
            // A run that was cut short has nothing more to say; its servers are gone when it ends.
            await run.Value.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        if (_lists.IsValueCreated) await (await _lists.Value).DisposeAsync();
        _stop.Dispose();
        _variants.Dispose();
    }

    private Task<VariantRun> Start(ParityVariant variant) =>
        _runs.GetOrAdd(variant.Name, _ => new(() => Task.Run(() => PlayAsync(variant)))).Value;

    private async Task<VariantRun> PlayAsync(ParityVariant variant)
    {
        var lists = await _lists.Value;
        await _variants.WaitAsync(_stop.Token);
        try
        {
            var run = await PlayAsync(variant, lists);
            for (var playing = 1; playing < Playings && run.Comparisons.Values.Any(Differs); playing++)
            {
                var (before, now) = (run.Comparisons, await PlayAsync(variant, lists));
                run = now with { Comparisons = now.Comparisons.ToDictionary(pair => pair.Key, pair => Differs(before[pair.Key]) ? pair.Value : before[pair.Key], StringComparer.Ordinal) };
            }

            return run;
        }
        finally
        {
            _variants.Release();
        }
    }

    private async Task<VariantRun> PlayAsync(ParityVariant variant, RbldnsdLab lists)
    {
        await using var quiet = variant.SilentZone is { } zone ? new QuietResolver(lists.EndPoint, zone) : null;
        var resolver = quiet?.EndPoint ?? lists.EndPoint;
        await using var postscreen = await PostscreenServer.StartAsync(variant, resolver, _stop.Token);
        await using var engine = new EngineServer(variant, postscreen, resolver);
        await WarmAsync(postscreen, engine);
        var played = await Task.WhenAll(variant.Scripts.Select(script => PlayAsync(script, Source(variant, script), postscreen, engine)));
        var comparisons = played.ToDictionary(static comparison => comparison.Script.Name, StringComparer.Ordinal);
        return new VariantRun(comparisons, postscreen.MailLog, await engine.StopAsync());
    }

    /// <summary>The first connection starts programs and compiles code; that time is not the scripts'.</summary>
    private async Task WarmAsync(PostscreenServer postscreen, EngineServer engine)
    {
        // Its address is the scripts' own.
        if (postscreen.EndPoint.AddressFamily == AddressFamily.InterNetworkV6) return;
        var hello = new ParityScript("warm-up", "wait 100\nhangup");
        await Task.WhenAll(
            ScriptPlayer.PlayAsync(hello, postscreen.EndPoint, IPAddress.Parse("127.39.0.1"), static () => Task.CompletedTask, _stop.Token),
            ScriptPlayer.PlayAsync(hello, engine.EndPoint, IPAddress.Parse("127.39.0.1"), static () => Task.CompletedTask, _stop.Token));
    }

    private async Task<Comparison> PlayAsync(ParityScript script, IPAddress source, PostscreenServer postscreen, EngineServer engine)
    {
        var performances = await Task.WhenAll(
            ScriptPlayer.PlayAsync(script, postscreen.EndPoint, source, () => postscreen.ReloadAsync(_stop.Token), _stop.Token),
            ScriptPlayer.PlayAsync(script, engine.EndPoint, source, Reload(engine), _stop.Token));
        await Task.Delay(s_quiet, _stop.Token);

        // The last lines reach the logs after the last byte reached the client.
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var comparison = new Comparison(
                script, Behaviour.Of(script, performances[0], postscreen.Log, source), Behaviour.Of(script, performances[1], engine.Log, source));
            if (comparison.Settled || TimeProvider.System.GetElapsedTime(started) > s_logPatience) return comparison;
            await Task.Delay(s_quiet, _stop.Token);
        }
    }

    private static bool Differs(Comparison comparison) => comparison.Verdict() is not null;

    private static Func<Task> Reload(EngineServer engine) => () =>
    {
        engine.Reload();
        return Task.CompletedTask;
    };

    /// <summary>What came of a variant: its scripts, and the files that the servers logged to.</summary>
    private sealed record VariantRun(IReadOnlyDictionary<string, Comparison> Comparisons, string PostscreenLog, string EngineLog);
}
