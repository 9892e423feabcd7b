using System.Collections.Concurrent;
using System.Net;
using AdminPanel.Parity.Tests.Judging;
using AdminPanel.Parity.Tests.Table;
using AdminPanel.Postfix.Import;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Maillog;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Testing.Lab;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdminPanel.Parity.Tests.Servers;

/// <summary>The engine, with settings imported from the main.cf that postscreen runs with, and the same smtpd behind.</summary>
internal sealed class EngineServer : INoteSink, IAsyncDisposable
{
    private readonly ConcurrentQueue<LogLine> _log = new();
    private readonly TempFolder _folder = new("engine");
    private readonly MaillogWriter _maillog;
    private readonly UdpDnsblResolver _resolver;
    private readonly ScreeningServer _server;
    private readonly SettingsSource _settings;

    /// <summary>Imports and starts.</summary>
    public EngineServer(ParityVariant variant, PostscreenServer postscreen, IPEndPoint resolver)
    {
        var import = MainCfImport.ReadFile(postscreen.MainCf);
        if (import.Settings is null) throw new InvalidOperationException($"{variant.Name}: the import fails: {string.Join("; ", import.Problems)}");
        var verdicts = new VerdictStream();
        verdicts.Add(this);
        _maillog = new MaillogWriter(new MaillogOptions { Path = _folder.Combine("maillog") });
        verdicts.Add(_maillog);
        _resolver = new UdpDnsblResolver([resolver]);
        _settings = new SettingsSource(ScreeningSnapshot.Compile(1, import.Settings));
        _server = new ScreeningServer(
            new ScreeningOptions { Listen = [new IPEndPoint(variant.Address, 0)] },
            _settings, verdicts, new TemporaryAllowlist(),
            new SharingDnsblResolver(_resolver, new DnsblHealth(TimeProvider.System), TimeProvider.System),
            new HandoffTarget.Pass(Path.Combine(Path.GetDirectoryName(postscreen.PassSocket)!, variant.Service)), TimeProvider.System, NullLoggerFactory.Instance, transport: _resolver);
        _server.Start();
    }

    /// <summary>Where it screens.</summary>
    public IPEndPoint EndPoint => _server.Status.Listening[0];

    /// <summary>What it logged so far.</summary>
    public IReadOnlyList<LogLine> Log => [.. _log];

    /// <summary>Publishes the same settings once more.</summary>
    public void Reload() => _settings.Publish(ScreeningSnapshot.Compile(_settings.Current.Version + 1, _settings.Current.Settings));

    /// <inheritdoc/>
    public void OnNote(ScreeningNote note) => _log.Enqueue(new LogLine(MaillogFormat.Program(note.Kind), MaillogFormat.Body(note)));

    /// <summary>Ends it and returns the mail log that it wrote.</summary>
    public async Task<string> StopAsync()
    {
        await _server.DisposeAsync();
        await _maillog.DisposeAsync();
        return await File.ReadAllTextAsync(_folder.Combine("maillog"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _maillog.DisposeAsync();
        _resolver.Dispose();
        _folder.Dispose();
    }
}
