using System.Collections.Immutable;
using System.Numerics;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Postfix.Maillog;

/// <summary>
/// Makes the verdict of a connection from what its lines said. A log does not name the actions: they show in the replies, in silence (a client
/// that failed under ignore is handed over without a word) and, where neither helps, in the settings. Not thread-safe: it learns.
/// </summary>
internal sealed class LogVerdict(ScreeningSnapshot settings, IReadOnlyCollection<string>? asked)
{
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_dialogue = TimeSpan.FromMinutes(5);
    private static readonly Failures[] s_checks = [Failures.Pregreet, Failures.Dnsbl, Failures.Pipelining, Failures.NonSmtpCommand, Failures.BareNewline];
    private Failures _enforced;

    /// <summary>What the lists mean.</summary>
    public ScreeningLists Lists { get; } = new(settings, asked);

    /// <summary>Remembers that a check is enforced: a recipient was refused because of it.</summary>
    public void LearnFrom(OpenConnection connection) => _enforced |= ReplyOwner(connection);

    /// <summary>Whether silence is an answer: true when the connection is over although no line said so.</summary>
    /// <param name="connection">A connection without PASS, ALLOWLISTED or DISCONNECT.</param>
    /// <param name="endOfLog">When the log ends; null when it goes on and the connection was silent for long.</param>
    public bool IsDecided(OpenConnection connection, DateTime? endOfLog)
    {
        if (connection.HungUp || connection.Reply is not null || connection.Refused || connection.LimitReached) return endOfLog is null;
        if ((connection.Failed & (Failures.Pregreet | Failures.Dnsbl)) == 0) return connection.Passed;
        return endOfLog is not { } end || end - connection.LastAt > s_dialogue || !Enforces(connection.LastFailed);
    }

    /// <summary>The verdict.</summary>
    public VerdictEvent Of(OpenConnection c)
    {
        var (owner, dropped) = Owner(c);
        var (reason, wouldHave) = Reason(c, owner);
        var cached = c is { Passed: true, PassedNew: false, Listings: null } && c.LastAt - c.ConnectedAt <= s_moment;
        var decided = (c.Passed && !cached) || c.Rank is not null || (c.Reply is not null && !c.Refused);
        var lists = Lists.Judge(c.Listings ?? [], decided);
        var disposition = Disposition(c, owner, dropped);
        var connect = c.Notes[0];
        return new VerdictEvent
        {
            Id = LogIdentity.Of(c),
            ConnectedAt = connect.At,
            Duration = c.LastAt > c.ConnectedAt ? c.LastAt - c.ConnectedAt : TimeSpan.Zero,
            Client = connect.Client!,
            Server = connect.Server!,
            SettingsVersion = 0,
            Reason = reason,
            Disposition = disposition,
            WouldHave = wouldHave,
            CacheState = cached ? "valid" : c.PassedNew ? "unknown" : c.Passed ? "expired" : "not consulted",
            Checks = Outcomes(c, owner, dropped, cached, decided),
            Dnsbl = lists.Answers,
            Rank = c.Rank ?? (decided && lists.Answers.Length > 0 ? lists.Rank : null),
            Threshold = settings.Settings.Dnsbl.Threshold,
            Helo = c.Helo,
            Sender = c.Sender,
            Recipients = c.Recipients is null ? [] : [.. c.Recipients],
            Reply = c.Reply,
            Handoff = c.HandoffTrouble ?? (disposition == VerdictDisposition.HandedOff ? "pass" : null),
            Notes = [.. c.Notes],
            Evidence = LogEvidence.Of(c, settings, lists.Replies, cached, disposition),
        };
    }

    /// <summary>The check whose action turned the client away, and whether by drop.</summary>
    private (Failures Owner, bool Dropped) Owner(OpenConnection c)
    {
        if (c.Reply is not null && ReplyOwner(c) is not Failures.None and var owner) return (owner, false);
        if (c.Failed == Failures.None || c.Passed || c.Reply is not null || c.SeenBehind) return default;
        if (c.HungUp) return c.HungUpLate || Enforces(c.LastFailed) ? (c.LastFailed, false) : default;
        if (!c.Disconnected) return default;
        return (c.LastFailed, c.LastAt - c.LastFailedAt <= s_moment && Action(c.LastFailed) != ScreeningAction.Enforce);
    }

    private static Failures ReplyOwner(OpenConnection c)
    {
        var reply = c.Reply.AsSpan();
        if (reply.Contains("Service unavailable; client", StringComparison.Ordinal)) return Failures.Dnsbl;
        if (reply.Contains("Protocol error", StringComparison.Ordinal)) return c.LastFailed is Failures.Denylisted or Failures.Dnsbl ? Failures.Pregreet : c.LastFailed;
        var denied = reply.StartsWith("550", StringComparison.Ordinal) || reply.Contains("5.3.2", StringComparison.Ordinal);
        return denied && reply.Contains("Service currently unavailable", StringComparison.Ordinal) ? Failures.Denylisted : Failures.None;
    }

    private bool Enforces(Failures check) => (_enforced & check) != 0 || Action(check) != ScreeningAction.Ignore;

    private ScreeningAction Action(Failures check) => check switch
    {
        _ when (_enforced & check) != 0 => ScreeningAction.Enforce,
        Failures.Denylisted => settings.Settings.Access.DenylistAction,
        Failures.Pregreet => settings.Settings.Greet.Action,
        Failures.Dnsbl => settings.Settings.Dnsbl.Action,
        Failures.Pipelining => settings.Settings.Protocol.Pipelining.Action,
        Failures.NonSmtpCommand => settings.Settings.Protocol.NonSmtpCommand.Action,
        _ => settings.Settings.Protocol.BareNewline.Action,
    };

    private static (VerdictReason Reason, bool WouldHave) Reason(OpenConnection c, Failures owner)
    {
        if (owner != Failures.None) return (ReasonOf(owner), false);
        if (c.Allowlisted) return (VerdictReason.Allowlisted, false);
        if (c.Refused || (c.LimitReached && !c.Passed)) return (VerdictReason.Limit, false);
        var failed = c.Failed & ~Failures.Denylisted;
        if (failed != Failures.None) return (ReasonOf((Failures)(1 << BitOperations.Log2((uint)failed))), true);
        if (c.Failed != Failures.None) return (VerdictReason.Denylisted, true);
        if (c.Passed) return (c.PassedNew ? VerdictReason.PassNew : VerdictReason.PassOld, false);
        if (c.Vetoed) return (VerdictReason.AllowlistVeto, false);
        return (c.HungUp ? VerdictReason.Hangup : VerdictReason.Undecided, false);
    }

    private static VerdictDisposition Disposition(OpenConnection c, Failures owner, bool dropped)
    {
        if (owner != Failures.None) return dropped ? VerdictDisposition.Dropped : VerdictDisposition.Rejected;
        if (c.HandoffTrouble is not null || c.Refused) return VerdictDisposition.Deferred;
        if (c.HungUp) return c.Passed ? VerdictDisposition.Deferred : VerdictDisposition.HungUp;
        return c.Disconnected || c.Reply is not null ? VerdictDisposition.Deferred : VerdictDisposition.HandedOff;
    }

    private ImmutableArray<CheckOutcome> Outcomes(OpenConnection c, Failures owner, bool dropped, bool cached, bool decided)
    {
        if (c.Allowlisted || c.Refused) return [];
        var outcomes = ImmutableArray.CreateBuilder<CheckOutcome>(2);
        for (var i = 0; i < s_checks.Length; i++)
        {
            var check = s_checks[i];
            var failed = (c.Failed & check) != 0;
            var early = check is Failures.Pregreet or Failures.Dnsbl;
            if (!failed && !(early && IsOn(check))) continue;
            var result = failed ? CheckResult.Failed : cached ? CheckResult.Cached : decided ? CheckResult.Passed : CheckResult.NotRun;
            var action = owner == check ? dropped ? ScreeningAction.Drop : ScreeningAction.Enforce : failed && owner == Failures.None ? ScreeningAction.Ignore : Action(check);
            var note = failed ? c.Notes.Find(note => note.Kind == KindOf(check)) : null;
            outcomes.Add(new CheckOutcome((CheckName)i, result, action.ToString().ToLowerInvariant(), note is { Kind: NoteKind.Pregreet } ? note.Elapsed : null, note?.Text));
        }

        return outcomes.DrainToImmutable();
    }

    private bool IsOn(Failures check) => check == Failures.Dnsbl ? settings.Dnsbl.Zones.Length > 0 : settings.Settings.Greet.Banner.Length > 0;

    private static VerdictReason ReasonOf(Failures check) => check switch
    {
        Failures.Denylisted => VerdictReason.Denylisted,
        Failures.Pregreet => VerdictReason.Pregreet,
        Failures.Dnsbl => VerdictReason.Dnsbl,
        Failures.Pipelining => VerdictReason.Pipelining,
        Failures.NonSmtpCommand => VerdictReason.NonSmtpCommand,
        _ => VerdictReason.BareNewline,
    };

    private static NoteKind KindOf(Failures check) => check switch
    {
        Failures.Pregreet => NoteKind.Pregreet,
        Failures.Dnsbl => NoteKind.DnsblRank,
        Failures.Pipelining => NoteKind.CommandPipelining,
        Failures.NonSmtpCommand => NoteKind.NonSmtpCommand,
        _ => NoteKind.BareNewline,
    };
}

/// <summary>The identity of a connection in a log: the same line gives the same one, so that nothing is taken twice. Sorts by time.</summary>
internal static class LogIdentity
{
    public static Guid Of(OpenConnection connection)
    {
        var bits = connection.Client.Bits;
        var one = Mix((ulong)(bits >> 64) ^ Mix((ulong)bits) ^ connection.Port);
        var two = Mix(one ^ (ulong)connection.ConnectedAt.Ticks);
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(new DateTimeOffset(connection.ConnectedAt, TimeSpan.Zero)).TryWriteBytes(bytes, bigEndian: true, out _);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], two >> 2 | 0x8000_0000_0000_0000);
        bytes[6] = (byte)(0x70 | (byte)(one & 0xf));
        bytes[7] = (byte)(one >> 8);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Mix(ulong x)
    {
        x = unchecked((x + 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9);
        x = unchecked((x ^ (x >> 27)) * 0x94d049bb133111eb);
        return x ^ (x >> 31);
    }
}
