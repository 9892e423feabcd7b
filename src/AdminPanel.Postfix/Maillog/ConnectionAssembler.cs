using System.Diagnostics.CodeAnalysis;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Postfix.Maillog;

/// <summary>
/// Puts the lines of postscreen and dnsblog together to one verdict per connection. Feed it every line in order, take the verdicts that are
/// ready, call <see cref="Finish"/> after the last line. dnsblog's lines name no port: they belong to every connection of that address
/// that is open at the time. Memory is bounded, whatever the log holds. Not thread-safe.
/// </summary>
/// <param name="settings">Weights, threshold and actions behind the log: of its main.cf, or the published ones.</param>
/// <param name="asked">Zones known to have been asked about every client; null for all of <paramref name="settings"/>.</param>
public sealed class ConnectionAssembler(ScreeningSnapshot settings, IReadOnlyCollection<string>? asked)
{
    /// <summary>postscreen and dnsblog are several processes: their lines may overtake each other a little.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(2);

    /// <summary>A client that fails under ignore leaves without another line; one in the dummy engine is heard of again before this.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(15);

    private const int OpenLimit = 200_000;

    /// <summary>A listing is told to so many connections of its address at most; more than postscreen lets in at once.</summary>
    private const int SharedLimit = 200;

    private readonly Dictionary<LogAddress, OpenConnection> _clients = [];
    private readonly Dictionary<(LogAddress Client, ushort Port), OpenConnection> _connections = [];
    private readonly LinkedList<OpenConnection> _open = new();
    private readonly LinkedList<OpenConnection> _settled = new();
    private readonly Queue<VerdictEvent> _ready = new();
    private readonly LoggedLists _lists = new();
    private readonly LogVerdict _verdict = new(settings, asked);
    private OpenConnection? _lastPassed;
    private DateTime _now;

    /// <summary>What the lines were.</summary>
    public LogCounts Counts { get; } = new();

    /// <summary>Takes a line of any program.</summary>
    public void Add(in MailLine line)
    {
        Counts.Lines++;
        var program = line.Program;
        if (program.SequenceEqual("postscreen"u8))
        {
            Advance(line.At);
            Take(line, PostscreenLineParser.Read(line.Body, out var said), said);
        }
        else if (program.SequenceEqual("dnsblog"u8))
        {
            Advance(line.At);
            Take(line, PostscreenLineParser.ReadDnsblog(line.Body, out var said), said);
        }
        else
        {
            Counts.OtherPrograms++;
            if (program.SequenceEqual("smtpd"u8)) SeeBehind(line);
        }
    }

    /// <summary>Counts a line that is none of a mail log.</summary>
    public void AddFormless(ReadOnlySpan<byte> line)
    {
        Counts.Lines++;
        Counts.Formless++;
        if (!line.IsEmpty) Counts.SampleUnknown(line);
    }

    /// <summary>Takes a verdict that is ready.</summary>
    public bool TryTake([MaybeNullWhen(false)] out VerdictEvent verdict) => _ready.TryDequeue(out verdict);

    /// <summary>After the last line: what is known of the connections that are still open. One without an end is left out and counted.</summary>
    public void Finish()
    {
        while (_settled.First is { } first) Conclude(first.Value);
        while (_open.First is { } first) ConcludeSilent(first.Value, atEnd: true);
    }

    private void Take(in MailLine line, LineUse use, in PostscreenLine said)
    {
        switch (use)
        {
            case LineUse.Event:
                Counts.Event(said.Kind);
                if (said.Kind is NoteKind.DnsblListed or NoteKind.DnsblError) Listed(said, line.At);
                else if (said.Kind == NoteKind.Connect) Connect(said, line.At);
                else Follow(said, line.At);
                break;
            case LineUse.Warning:
                Counts.Warnings++;
                Counts.SampleWarning(line.Body);
                if (said.Kind is NoteKind.HandoffConnectFailed or NoteKind.HandoffPassFailed && _lastPassed is { } lost) NotHandedOff(lost, said, line.At);
                break;
            case LineUse.Notice:
                Counts.Notices++;
                break;
            default:
                Counts.Unknown++;
                Counts.SampleUnknown(line.Body);
                break;
        }
    }

    private void Connect(in PostscreenLine said, DateTime at)
    {
        if (_connections.TryGetValue((said.Client, said.Port), out var earlier)) ConcludeSilent(earlier, atEnd: false);
        if (_connections.Count >= OpenLimit) ConcludeSilent((_settled.First ?? _open.First)!.Value, atEnd: false);
        var older = _clients.GetValueOrDefault(said.Client);
        var connection = new OpenConnection { Client = said.Client, Port = said.Port, ConnectedAt = at, LastAt = at, Shared = older?.Waiting!.List == _open };
        connection.Note(said.ToNote(at));
        if (older is not null) (connection.Older, older.Newer) = (older, connection);
        _clients[said.Client] = connection;
        _connections[(said.Client, said.Port)] = connection;
        connection.Waiting = _open.AddLast(connection);
    }

    private void Follow(in PostscreenLine said, DateTime at)
    {
        if (!_connections.TryGetValue((said.Client, said.Port), out var connection))
        {
            Counts.WithoutConnect++;
            return;
        }

        connection.Note(said.ToNote(at));
        connection.LastAt = at;
        _lastPassed = null;
        switch (said.Kind)
        {
            case NoteKind.Allowlisted:
                connection.Allowlisted = true;
                Settle(connection);
                break;
            case NoteKind.PassNew or NoteKind.PassOld:
                connection.Passed = true;
                connection.PassedNew |= said.Kind == NoteKind.PassNew;
                _lastPassed = connection;
                Settle(connection);
                break;
            case NoteKind.Disconnect:
                connection.Disconnected = true;
                Settle(connection);
                break;
            case NoteKind.Denylisted:
                connection.Fail(Failures.Denylisted, at);
                break;
            case NoteKind.Pregreet:
                connection.Fail(Failures.Pregreet, at);
                break;
            case NoteKind.DnsblRank:
                connection.Rank = said.Count;
                connection.Fail(Failures.Dnsbl, at);
                break;
            case NoteKind.CommandPipelining:
                connection.Fail(Failures.Pipelining, at);
                break;
            case NoteKind.NonSmtpCommand:
                connection.Fail(Failures.NonSmtpCommand, at);
                break;
            case NoteKind.BareNewline:
                connection.Fail(Failures.BareNewline, at);
                break;
            case NoteKind.AllowlistVeto:
                connection.Vetoed = true;
                break;
            case NoteKind.TooManyConnections or NoteKind.AllServerPortsBusy or NoteKind.AllScreeningPortsBusy:
                connection.Refused = true;
                break;
            case NoteKind.CommandTimeLimit or NoteKind.CommandCountLimit or NoteKind.CommandLengthLimit:
                connection.LimitReached = true;
                break;
            case NoteKind.Hangup:
                connection.HungUp = true;
                connection.HungUpLate = said.Text.StartsWith("tests after"u8);
                break;
            case NoteKind.RcptRejected:
                Rejected(connection, said);
                break;
        }

        // Every further line is a sign of life.
        if (connection.Waiting!.List == _open)
        {
            _open.Remove(connection.Waiting);
            _open.AddLast(connection.Waiting);
        }
    }

    private void Rejected(OpenConnection connection, in PostscreenLine said)
    {
        connection.Reply = PostscreenLine.Decode(said.Text);
        connection.Helo = PostscreenLine.Decode(said.Helo);
        connection.Sender = PostscreenLine.Decode(said.Sender);
        connection.Recipients ??= new List<string>(1);
        if (connection.Recipients.Count < 100) connection.Recipients.Add(PostscreenLine.Decode(said.Recipient));
        _verdict.LearnFrom(connection);
    }

    private void Listed(in PostscreenLine said, DateTime at)
    {
        if (_lists.Find(said.Text) is not { } zone) return;
        var listing = said.Kind == NoteKind.DnsblListed ? Listing.Of(zone, said.Detail) : new Listing(zone, 0, _verdict.Lists.HideZone(PostscreenLine.Decode(said.Detail), zone));
        var found = 0;
        for (var connection = _clients.GetValueOrDefault(said.Client); connection is not null && found < SharedLimit; connection = connection.Older)
        {
            found++;
            connection.Listings ??= new List<Listing>(2);
            if (connection.Listings.Count < 500) connection.Listings.Add(listing);
            connection.Note(new ScreeningNote
            {
                Kind = said.Kind,
                At = new DateTimeOffset(at, TimeSpan.Zero),
                Client = new(said.Client.ToAddress(), connection.Port),
                Text = _verdict.Lists.DisplayName(zone),
                Detail = said.Kind == NoteKind.DnsblListed ? PostscreenLine.Decode(said.Detail) : listing.Error,
            });
        }

        if (found == 0) Counts.WithoutConnect++;
    }

    private void NotHandedOff(OpenConnection connection, in PostscreenLine said, DateTime at)
    {
        connection.HandoffTrouble = PostscreenLine.Decode(said.Detail);
        connection.Note(said.ToNote(at) with { Client = new(connection.Client.ToAddress(), connection.Port) });

        // What began with the teaser goes on with the dummy engine.
        connection.Waiting!.List!.Remove(connection.Waiting);
        _open.AddLast(connection.Waiting);
    }

    /// <summary>smtpd greets a client that failed a check: that check's action is ignore.</summary>
    private void SeeBehind(in MailLine line)
    {
        if (!line.Body.StartsWith("connect from "u8) || line.Tag.IndexOf("submission"u8) >= 0 || line.Tag.IndexOf("smtps"u8) >= 0) return;
        var open = line.Body.LastIndexOf((byte)'[');
        var close = line.Body.LastIndexOf((byte)']');
        if (open < 0 || close < open || !LogAddress.TryParse(line.Body[(open + 1)..close], out var client)) return;
        OpenConnection? oldest = null;
        var seen = 0;
        for (var connection = _clients.GetValueOrDefault(client); connection is not null && seen < SharedLimit; connection = connection.Older, seen++)
        {
            if (connection is { Failed: not Failures.None, Reply: null, Disconnected: false, Passed: false, SeenBehind: false }) oldest = connection;
        }

        if (oldest is null) return;
        oldest.SeenBehind = true;
        Settle(oldest);
    }

    private void Settle(OpenConnection connection)
    {
        connection.Waiting!.List!.Remove(connection.Waiting);
        _settled.AddLast(connection.Waiting);
    }

    private void Advance(DateTime now)
    {
        if (now == _now) return;
        _now = now;
        while (_settled.First is { } first && Due(first.Value, s_settling)) Conclude(first.Value);
        while (_open.First is { } first && Due(first.Value, s_silence)) ConcludeSilent(first.Value, atEnd: false);
    }

    /// <summary>A clock that was set back must not hold anything for ever.</summary>
    private bool Due(OpenConnection connection, TimeSpan wait) =>
        _now - connection.LastAt > wait || connection.LastAt - _now > s_silence;

    private void ConcludeSilent(OpenConnection connection, bool atEnd)
    {
        if (connection.Waiting!.List == _open && !_verdict.IsDecided(connection, atEnd ? _now : null))
        {
            Counts.Unfinished++;
            Remove(connection);
            return;
        }

        Conclude(connection);
    }

    private void Conclude(OpenConnection connection)
    {
        Remove(connection);
        Counts.Connections++;
        _ready.Enqueue(_verdict.Of(connection));
    }

    private void Remove(OpenConnection connection)
    {
        connection.Waiting!.List!.Remove(connection.Waiting);
        if (_lastPassed == connection) _lastPassed = null;
        _connections.Remove((connection.Client, connection.Port));
        if (connection.Newer is not null) connection.Newer.Older = connection.Older;
        else if (connection.Older is not null) _clients[connection.Client] = connection.Older;
        else _clients.Remove(connection.Client);
        if (connection.Older is not null) connection.Older.Newer = connection.Newer;
    }
}
