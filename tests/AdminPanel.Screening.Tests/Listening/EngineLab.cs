using System.Collections.Concurrent;
using System.Net;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Testing.Lab;
using AdminPanel.Testing.Smtp;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AdminPanel.Screening.Tests.Listening;

/// <summary>A running engine on a free loopback port, with a fake DNS and a mail server that takes descriptors.</summary>
internal sealed class EngineLab : IAsyncDisposable, INoteSink
{
    private readonly VerdictSubscription _subscription;

    public EngineLab(ScreeningSettings? settings = null, Func<PassReceiver, HandoffTarget>? handoff = null, FakeResolver? resolver = null, bool watched = false)
    {
        Resolver = resolver ?? new FakeResolver();
        Watch = watched ? new DnsblWatch(Resolver) : null;
        Settings = new SettingsSource(ScreeningSnapshot.Compile(1, settings ?? Defaults));
        _subscription = Verdicts.Subscribe(100_000);
        Verdicts.Add(this);
        Server = new ScreeningServer(
            new ScreeningOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] },
            Settings, Verdicts, Allowlist, Watch is null ? Resolver : new SharingDnsblResolver(new GuardedDnsblResolver(Resolver, Watch)), handoff?.Invoke(MailServer) ?? new HandoffTarget.Pass(MailServer.Path),
            TimeProvider.System, NullLoggerFactory.Instance, Watch);
        Server.Start();
    }

    /// <summary>One second of greet wait, and nobody is exempt.</summary>
    public static ScreeningSettings Defaults { get; } = new()
    {
        Server = new ServerSettings { Hostname = "mx.example.test" },
        Greet = new GreetSettings { Wait = StressTime.Always(TimeSpan.FromSeconds(1)) },
        Access = new AccessSettings { MyNetworks = [], Entries = [] },
    };

    public PassReceiver MailServer { get; } = new();

    public FakeResolver Resolver { get; }

    /// <summary>Who watches the lists; null unless asked for.</summary>
    public DnsblWatch? Watch { get; }

    public SettingsSource Settings { get; }

    public VerdictStream Verdicts { get; } = new();

    public TemporaryAllowlist Allowlist { get; } = new();

    public ScreeningServer Server { get; }

    public ConcurrentQueue<ScreeningNote> Notes { get; } = new();

    public IPEndPoint Address => Server.Status.Listening[0];

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<SmtpScript> ClientAsync(string source = "127.0.0.9") => SmtpScript.ConnectAsync(Address, source, Cancel);

    public async Task<VerdictEvent> NextVerdictAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(Patience.Limit);
        await _subscription.WaitToReadAsync(patience.Token);
        return _subscription.TryRead(out var verdict) ? verdict : throw new InvalidOperationException("no verdict");
    }

    /// <summary>Waits until nobody is here any more: a verdict is told before its socket is given up.</summary>
    public Task IsEmptyAsync() => Eventually.HoldsAsync("nobody is here", Patience.Limit, () => Server.Status is { UnderTest: 0, InTransit: 0 }, Cancel);

    public NoteKind[] Kinds(VerdictEvent verdict) => [.. verdict.Notes.Select(static n => n.Kind)];

    public void OnNote(ScreeningNote note) => Notes.Enqueue(note);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _subscription.Dispose();
        MailServer.Dispose();
    }
}
