using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>
/// One connection's progress through the checks: postscreen's per-session flags, replies and evidence, without any I/O. Owned by one
/// thread at a time: first the waiting room's, then the SMTP session's.
/// </summary>
internal sealed class ScreeningState
{
    private const int NoteLimit = 64;
    private const int MomentLimit = 32;

    private readonly long _connectedAt;
    private List<ScreeningNote>? _notes;
    private List<SessionMoment>? _moments;
    private readonly ushort _port;
    private SessionMomentKind _firstMoment;
    private long _firstMomentAt;
    private long _listingsAt;
    private byte _notesBeforeListings;
    private bool _connected;

    public ScreeningState(ScreeningServices services, ScreeningSnapshot snapshot, ClientState clientState, IPEndPoint client, IPEndPoint server)
    {
        Services = services;
        Snapshot = snapshot;
        ClientState = clientState;
        _port = (ushort)client.Port;
        Server = server;
        _connectedAt = services.Time.GetUtcNow().UtcTicks;
        ConnectedTimestamp = services.Time.GetTimestamp();
    }

    public ScreeningServices Services { get; }

    /// <summary>What a replay knows beforehand; null in a real session.</summary>
    public GivenFacts? Given { get; init; }

    /// <summary>The settings this connection keeps to the end.</summary>
    public ScreeningSnapshot Snapshot { get; }

    public ClientState ClientState { get; }

    /// <summary>The client, made anew at each call: its address is kept once for all its connections.</summary>
    public IPEndPoint Client => new(ClientState.Address, _port);

    public IPEndPoint Server { get; }

    public DateTimeOffset ConnectedAt => new(_connectedAt, TimeSpan.Zero);

    public long ConnectedTimestamp { get; }

    /// <summary>When the present group of tests began (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long TestsStarted { get; set; }

    /// <summary>The group of tests the client is in, as HANGUP names it.</summary>
    public string Tests => AfterHandshake ? "tests after SMTP handshake" : "tests before SMTP handshake";

    /// <summary>The client is in the dummy SMTP dialogue.</summary>
    public bool AfterHandshake { get; set; }

    /// <summary>Checks this connection has to take.</summary>
    public CheckSet Todo { get; set; }

    /// <summary>Checks passed.</summary>
    public CheckSet Pass { get; set; }

    /// <summary>Checks failed and not ignored.</summary>
    public CheckSet Fail { get; set; }

    /// <summary>Checks finished early or not to be looked at again.</summary>
    public CheckSet Done { get; set; }

    /// <summary>Checks passed by a rank at or below the allowlist threshold.</summary>
    public CheckSet PassedByRank { get; set; }

    /// <summary>The access list rejects the client and the action is not ignore.</summary>
    public bool DenylistFail { get; set; }

    /// <summary>Allowlist status cannot be earned on this server address.</summary>
    public bool AllowlistVeto { get; set; }

    /// <summary>Never hand this connection to the mail server.</summary>
    public bool NoForward { get; set; }

    /// <summary>Some check was never passed by this client.</summary>
    public bool IsNew { get; set; }

    /// <summary>The client closed or reset the connection.</summary>
    public bool HungUp { get; set; }

    /// <summary>The hand-off failed after the teaser: answer the first command with <see cref="FinalReply"/> (postscreen's X21 mode).</summary>
    public bool HandoffRefused { get; set; }

    /// <summary>The client gave a recipient in the dummy SMTP dialogue.</summary>
    public bool Granted { get; set; }

    /// <summary>A check failed with the action drop.</summary>
    public bool Dropped { get; set; }

    /// <summary>What is sent when the connection ends without being handed off.</summary>
    public string FinalReply { get; set; } = Replies.DefaultFinal;

    /// <summary>What every RCPT is answered with.</summary>
    public string RcptReply { get; set; } = Replies.DefaultRcpt;

    /// <summary>Any failure that is in force.</summary>
    public bool AnyFail => DenylistFail || AllowlistVeto || Fail != CheckSet.None;

    /// <summary>What was seen, for the verdict.</summary>
    public ScreeningEvidence Evidence { get; } = new();

    /// <summary>
    /// What happened so far, made anew at each call. Neither the connect nor what the lists said is kept as a note: a client would wait with half a kilobyte of what
    /// is known anyway.
    /// </summary>
    public IReadOnlyList<ScreeningNote> Notes
    {
        get
        {
            List<ScreeningNote> notes = [];
            if (_connected) notes.Add(ConnectNote());
            var kept = _notes ?? [];
            notes.AddRange(kept.Take(_listingsAt == 0 ? kept.Count : _notesBeforeListings));
            if (_listingsAt == 0) return notes;
            var at = new DateTimeOffset(_listingsAt, TimeSpan.Zero);
            foreach (var result in Evidence.Lookup!.Score.ResultsOf(Evidence.RepliesInTime)) notes.AddRange(DnsblCheck.Notes(this, result, at));
            notes.AddRange(kept.Skip(_notesBeforeListings));
            return notes;
        }
    }

    /// <summary>The clock in whole seconds since the epoch, as stamps count.</summary>
    public long NowSeconds => Services.Time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Time since the present group of tests began.</summary>
    public TimeSpan TestsElapsed => Services.Time.GetElapsedTime(TestsStarted);

    /// <summary>What happened so far that a decision can depend on.</summary>
    public IReadOnlyList<SessionMoment> Moments => _firstMomentAt == 0 ? [] : [new SessionMoment(_firstMoment, new DateTimeOffset(_firstMomentAt, TimeSpan.Zero)), .. _moments ?? []];

    /// <summary>Records a moment, for the evidence.</summary>
    public void Happened(SessionMomentKind kind)
    {
        var now = Services.Time.GetUtcNow();
        if (_firstMomentAt == 0) (_firstMoment, _firstMomentAt) = (kind, now.UtcTicks);
        else if ((_moments ??= []).Count < MomentLimit - 1) _moments.Add(new SessionMoment(kind, now));
    }

    /// <summary>Records the connect and sends it on its way to the log.</summary>
    public void Connected()
    {
        _connected = true;
        Services.Verdicts.Publish(ConnectNote());
    }

    /// <summary>Records that the lists' replies so far are taken. They were logged as they came.</summary>
    public void ListingsTaken()
    {
        _listingsAt = Services.Time.GetUtcNow().UtcTicks;
        _notesBeforeListings = (byte)(_notes?.Count ?? 0);
    }

    /// <summary>Records a note and sends it on its way to the log.</summary>
    public void Note(ScreeningNote note)
    {
        // A hostile client can make a session log for as long as it is allowed to talk; the record keeps the beginning.
        _notes ??= new List<ScreeningNote>(2);
        if (_notes.Count < NoteLimit) _notes.Add(note);
        Services.Verdicts.Publish(note);
    }

    private ScreeningNote ConnectNote() => new() { Kind = NoteKind.Connect, At = ConnectedAt, Client = Client, Server = Server };

    /// <summary>Starts a note of this connection, now.</summary>
    public ScreeningNote NewNote(NoteKind kind) => new() { Kind = kind, At = Services.Time.GetUtcNow(), Client = Client };

    /// <summary>Records a note without further text.</summary>
    public void Note(NoteKind kind) => Note(NewNote(kind));

    /// <summary>What a failure of a single check means for this client.</summary>
    public ScreeningAction Action(CheckSet check) => CheckSets.Action(Snapshot.Settings, check, ClientState.Address);

    /// <summary>Marks a check failed and applies its action.</summary>
    /// <returns>True when the connection must be dropped at once; <see cref="FinalReply"/> says with what.</returns>
    public bool ApplyFailure(CheckSet check, string dropReply, string rcptReply)
    {
        var action = Action(check);
        Evidence.Failed(check, action);
        switch (action)
        {
            case ScreeningAction.Drop:
                Fail |= check;
                Dropped = true;
                NoForward = true;
                FinalReply = dropReply;
                return true;
            case ScreeningAction.Enforce:
                Fail |= check;
                NoForward = true;
                RcptReply = rcptReply;
                return false;
            default:
                return false;
        }
    }

    /// <summary>The access list's decision.</summary>
    public AccessAction Access { get; set; } = AccessAction.Dunno;

    /// <summary>The access list's rule in words, when one decided.</summary>
    public string? AccessRule { get; set; }

    /// <summary>The access list's entry, when one decided.</summary>
    public string? AccessEntryId { get; set; }
}
