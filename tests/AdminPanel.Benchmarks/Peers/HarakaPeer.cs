using System.Diagnostics;
using System.Net;
using AdminPanel.Benchmarks.Measuring;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Peers;

/// <summary>
/// Haraka with its early_talker and dns-list plugins, one process (its cluster costs more per client): the same wait, the same zones at the same name server. Its
/// delay_deny plugin refuses at RCPT, where postscreen does, and no queue is behind it. A preload file binds its resolvers to the lists'
/// server, a plugin lets loopback clients count as strangers and skips the look-up of their names: no query leaves the machine.
/// </summary>
internal sealed class HarakaPeer(string program, IPEndPoint resolver) : IPeer, IAsyncDisposable
{
    private TempFolder? _folder;
    private LabProcess? _process;

    public string Name => "Haraka";

    public IPEndPoint Smtp { get; } = new(IPAddress.Loopback, LoopbackPorts.FreeTcp());

    public ProcessTree Processes => new(_process!.Id);

    public async Task<TimeSpan> StartAsync(Profile profile, CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        _folder = new TempFolder("bench-haraka");
        Write(_folder, profile);
        var started = Stopwatch.GetTimestamp();
        _process = LabProcess.Start(
            "/bin/sh",
            ["-c", "exec node --require \"$0/preload.js\" \"$1/node_modules/Haraka/bin/haraka\" -c \"$0\" > \"$0/log\" 2>&1", _folder.Path, program]);
        await Teaser.ListensAsync(Smtp, cancellationToken);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>A fresh start: a list that timed out once is not asked again by the old one.</summary>
    public Task UseAsync(Profile profile, CancellationToken cancellationToken) => StartAsync(profile, cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_process is not null) await _process.DisposeAsync();
        _folder?.Dispose();
        (_process, _folder) = (null, null);
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private void Write(TempFolder folder, Profile profile)
    {
        Directory.CreateDirectory(folder.Combine("config"));
        Directory.CreateDirectory(folder.Combine("plugins"));
        Directory.CreateDirectory(folder.Combine("queue"));
        void Config(string name, string text) => File.WriteAllText(folder.Combine("config", name), text + "\n");
        foreach (var name in new[] { "connection.ini", "log.ini" }) File.Copy(Path.Combine(program, "node_modules", "Haraka", "config", name), folder.Combine("config", name));
        Config("smtp.ini", $"listen={Smtp}\nnodes=0");
        Config("me", PostfixLab.HostName);
        Config("host_list", "example.test");
        Config("plugins", "stranger\nearly_talker\ndns-list\ndelay_deny\nrcpt_to.in_host_list");
        Config("early_talker.ini", $"[main]\npause={profile.GreetWait}\nreject=true");
        Config("dns-list.ini", $"[main]\nperiodic_checks=0\nsearch=all\n{string.Join('\n', Profile.Zones.Select(static zone => $"zones[]={zone}"))}\n");
        File.WriteAllText(
            folder.Combine("preload.js"),
            $$"""
            const dns = require('node:dns')
            const server = ['{{resolver}}']
            dns.setServers(server)
            dns.promises.setServers(server)
            const Resolver = dns.promises.Resolver
            dns.promises.Resolver = class extends Resolver {
              constructor(options) {
                super(options)
                this.setServers(server)
              }
            }

            """);
        File.WriteAllText(
            folder.Combine("plugins", "stranger.js"),
            """
            exports.register = function () {
              this.register_hook('connect_init', 'forget')
              this.register_hook('lookup_rdns', 'unnamed')
            }

            exports.forget = (next, connection) => {
              connection.set('remote.is_local', false)
              connection.set('remote.is_private', false)
              next()
            }

            exports.unnamed = (next) => next(OK, 'Unknown')

            """);
    }
}
