using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.Listening.Linux;
using AdminPanel.Screening.Sessions;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Screening.Listening;

/// <summary>The screening engine: start it once, drain it once. All members are thread-safe.</summary>
public sealed partial class ScreeningServer : IScreeningServer, IAsyncDisposable
{
    private readonly SettingsSource _settings;
    private readonly HandoffTarget _target;
    private readonly Admission _admission;
    private readonly HandoffHealth _health;
    private readonly Departures _departures;
    private readonly TlsCertificates _certificates;
    private readonly IWaitingRoom _room;
    private readonly TimeProvider _time;
    private readonly UdpDnsblResolver? _transport;
    private readonly ILogger _logger;
    private DateTimeOffset? _startedAt;
    private bool _ended;

    /// <summary>Puts the engine together; <see cref="Start"/> opens the door. Throws <see cref="ArgumentException"/> for an address that must not be screened.</summary>
    /// <remarks>The sockets of <paramref name="transport"/>, over which <paramref name="resolver"/> asks, are watched by the waiting room where it can.</remarks>
    public ScreeningServer(
        ScreeningOptions options,
        SettingsSource settings,
        VerdictStream verdicts,
        TemporaryAllowlist allowlist,
        IDnsblResolver resolver,
        HandoffTarget handoff,
        TimeProvider time,
        ILoggerFactory loggers,
        IDnsblStandings? standings = null,
        UdpDnsblResolver? transport = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var endPoint in options.Listen)
        {
            if (endPoint.Port is 465 or 587)
                throw new ArgumentException($"{endPoint}: submission ports must not be screened; blocklists would turn your own users away.", nameof(options));
        }

        if (handoff is HandoffTarget.Pass && !OperatingSystem.IsLinux())
            throw new ArgumentException("Descriptor passing needs Linux; use proxy:host:port here.", nameof(handoff));

        _settings = settings;
        _target = handoff;
        _time = time;
        _transport = transport;
        _logger = loggers.CreateLogger<ScreeningServer>();
        _admission = new Admission(verdicts, time);
        _health = new HandoffHealth(time);
        _certificates = new TlsCertificates(time);
        _departures = new Departures(handoff, _admission, _health, _certificates, _logger);
        var services = new ScreeningServices(allowlist, resolver, verdicts, time) { Standings = standings };
        _room = OperatingSystem.IsLinux()
            ? new EpollWaitingRoom(options, settings, services, handoff, _admission, _departures, _health, _certificates, _logger)
            : new Portable.SocketWaitingRoom(options, settings, services, _admission, _departures, _logger);
    }

    /// <inheritdoc/>
    public ScreeningStatus Status => new()
    {
        Listening = _room.LocalEndPoints,
        StartedAt = _startedAt,
        UnderTest = _admission.Sockets - _admission.InTransit,
        InTransit = _admission.InTransit,
        Stress = _admission.Stress,
        Handoff = _target.ToString() ?? "none",
        HandoffTrouble = _health.Trouble,
        Accepted = _room.Accepted,
        AcceptFailures = _room.AcceptFailures,
        Problems = [.. Problems()],
    };

    /// <summary>Binds and begins to screen. Throws <see cref="System.Net.Sockets.SocketException"/> when an address cannot be bound.</summary>
    public void Start()
    {
        _room.Start();
        if (_room is IDatagramWatch watch) _transport?.ReceiveOn(watch);
        _startedAt = _time.GetUtcNow();
        foreach (var endPoint in _room.LocalEndPoints) LogListening(_logger, endPoint, _target);
    }

    /// <summary>Stops accepting, lets the connections inside finish for at most <paramref name="bound"/>, then ends the rest with 421.</summary>
    public async Task DrainAsync(TimeSpan bound)
    {
        if (_ended || _startedAt is null) return;
        _ended = true;
        await _room.StopAcceptingAsync().ConfigureAwait(false);
        if (!await EmptiedAsync(bound).ConfigureAwait(false)) LogDrainCut(_logger, _admission.Sockets);
        await _departures.StopAsync().ConfigureAwait(false);
        await _room.DisposeAsync().ConfigureAwait(false);
        await EmptiedAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InFlightConnection>> InFlightAsync(int max, CancellationToken cancellationToken)
    {
        if (_startedAt is null || _ended) return [];
        var held = await _room.HeldAsync(max, cancellationToken).ConfigureAwait(false);
        var talking = _departures.Sessions.Select(static s => new InFlightConnection(s.State.Client, s.State.ConnectedAt, s.Stage));
        // One that leaves the room between the two looks is in both.
        return [.. held.Concat(talking).DistinctBy(static c => c.Client).OrderBy(static c => c.ConnectedAt).Take(max)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DrainAsync(TimeSpan.Zero).ConfigureAwait(false);
        _departures.Dispose();
    }

    private async Task<bool> EmptiedAsync(TimeSpan bound)
    {
        var started = _time.GetTimestamp();
        while (_admission.Sockets + _departures.Relays + _room.Announcing > 0)
        {
            if (_time.GetElapsedTime(started) >= bound) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(50), _time).ConfigureAwait(false);
        }

        return true;
    }

    private IEnumerable<string> Problems()
    {
        if (_startedAt is null) yield return "The engine is not listening.";
        if (_target is HandoffTarget.None) yield return "No mail server is configured behind the panel: clients that pass are answered 421. Set Screening:HandOff.";
        if (_health.Trouble is { } trouble) yield return $"The last hand-off failed: {trouble}. Clients that pass are asked to come back.";
        if (_certificates.Trouble(_settings.Current.Settings.Tls) is { } certificate) yield return certificate;
        foreach (var table in _settings.Current.TableTroubles) yield return $"Lookup table: {table}";
        if (_room.AcceptTrouble is { } waiting) yield return waiting;
        if (_admission.Stress) yield return "Stress mode: waits and time limits are shortened until the load drops.";
    }

    [LoggerMessage(1020, LogLevel.Information, "Screening on {EndPoint}, handing off to {Handoff}")]
    private static partial void LogListening(ILogger logger, System.Net.IPEndPoint endPoint, HandoffTarget handoff);

    [LoggerMessage(1021, LogLevel.Warning, "Ending {Connections} connections that did not finish in time")]
    private static partial void LogDrainCut(ILogger logger, int connections);
}
