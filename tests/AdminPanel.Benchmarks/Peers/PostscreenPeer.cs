using System.Diagnostics;
using System.Net;
using AdminPanel.Benchmarks.Measuring;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Peers;

/// <summary>
/// Debian's postscreen in a Postfix instance of its own. Its smtpd serves the engine as well. dnsblog runs chrooted in the queue directory,
/// where a resolv.conf names the blocklists' server.
/// </summary>
internal sealed class PostscreenPeer : IPeer, IAsyncDisposable
{
    private readonly PostfixLab _postfix;
    private int _master;

    private PostscreenPeer(PostfixLab postfix, IPEndPoint smtp) => (_postfix, Smtp) = (postfix, smtp);

    public string Name => "postscreen";

    public IPEndPoint Smtp { get; }

    public ProcessTree Processes => new(_master);

    /// <summary>The socket of the smtpd behind, for the engine.</summary>
    public string PassSocket => _postfix.PassSocket;

    /// <summary>The smtpd without anything in front.</summary>
    public IPEndPoint Smtpd => _postfix.PlainEndPoint;

    /// <summary>The main.cf it runs with.</summary>
    public string MainCf => Path.Combine(_postfix.ConfigurationFolder, "main.cf");

    private string Queue => Path.GetFullPath(Path.Combine(_postfix.ConfigurationFolder, "..", "queue"));

    /// <summary>Prepares and starts it.</summary>
    public static async Task<PostscreenPeer> CreateAsync(Profile profile, IPEndPoint resolver, CancellationToken cancellationToken)
    {
        var smtp = new IPEndPoint(IPAddress.Loopback, LoopbackPorts.FreeTcp());
        var postfix = await PostfixLab.StartAsync(
            cancellationToken,
            profile.MainCf,
            $"""
            {smtp} inet n  -       n       -       1       postscreen
            dnsblog   unix  -       -       y       -       0       dnsblog
            """,
            async (_, queue) =>
            {
                Directory.CreateDirectory(Path.Combine(queue, "etc"));
                await File.WriteAllTextAsync(Path.Combine(queue, "etc", "resolv.conf"), $"nameserver {resolver.Address}\noptions timeout:1 attempts:3\n", cancellationToken);
            });
        return new PostscreenPeer(postfix, smtp);
    }

    public async Task<TimeSpan> StartAsync(Profile profile, CancellationToken cancellationToken)
    {
        await _postfix.StopServiceAsync(cancellationToken);
        await EditAsync(profile, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var start = LabProcess.RunAsync(LabTools.Require("postfix"), ["-c", _postfix.ConfigurationFolder, "start"], cancellationToken);
        await Teaser.ListensAsync(Smtp, cancellationToken);
        var took = Stopwatch.GetElapsedTime(started);
        await start;

        // Postfix holds a lock on the file that .NET's own reading would respect.
        var (_, id) = await LabProcess.RunAsync("cat", [Path.Combine(Queue, "pid", "master.pid")], cancellationToken);
        _master = int.Parse(id.Trim());
        await Teaser.SaysAsync(Smtp, profile.Name, cancellationToken);
        return took;
    }

    public async Task UseAsync(Profile profile, CancellationToken cancellationToken)
    {
        await EditAsync(profile, cancellationToken);
        await ReloadAsync(cancellationToken);
        await Teaser.SaysAsync(Smtp, profile.Name, cancellationToken);
    }

    /// <summary><c>postfix reload</c>; returns when the command does.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => _postfix.ReloadAsync(cancellationToken);

    /// <summary>Writes settings into main.cf; the next reload or start reads them.</summary>
    public async Task EditAsync(Profile profile, CancellationToken cancellationToken)
    {
        var (code, output) = await LabProcess.RunAsync(
            LabTools.Require("postconf"), ["-c", _postfix.ConfigurationFolder, "-e", .. profile.Parameters.Select(static p => $"{p.Key}={p.Value}")], cancellationToken);
        if (code != 0) throw new InvalidOperationException(output);
    }

    /// <summary>Postfix keeps running: the engine needs its smtpd.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _postfix.DisposeAsync();
}
