using System.Collections.Immutable;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Postfix.Maillog;

/// <summary>
/// What a log says about the course of a connection, for replays. The end of the greet wait is the moment of the first line that follows from it;
/// which checks were due shows in the settings. Stateless.
/// </summary>
internal static class LogEvidence
{
    private const int Deep = (1 << (int)CheckName.Pipelining) | (1 << (int)CheckName.NonSmtpCommand) | (1 << (int)CheckName.BareNewline);

    /// <summary>A pass sooner than this after the connection did not wait for the greeting: the lists let the client in early.</summary>
    private static readonly TimeSpan s_shortWait = TimeSpan.FromSeconds(2);

    public static DecisionEvidence Of(OpenConnection c, ScreeningSnapshot settings, ImmutableArray<ZoneReply> replies, bool cached, VerdictDisposition disposition) => new()
    {
        FromLog = true,
        Shared = c.Shared,
        Veto = c.Vetoed,
        Passes = cached ? KnownPasses.AllValid : c.PassedNew ? KnownPasses.None : KnownPasses.NotKnown,
        Todo = Todo(c, settings.Settings, replies, cached),
        Moments = Moments(c, cached, disposition),
        Replies = replies,
    };

    private static int Todo(OpenConnection c, ScreeningSettings settings, ImmutableArray<ZoneReply> replies, bool cached)
    {
        if (cached || c.Allowlisted || c.Refused) return 0;
        var todo = 0;
        if (settings.Greet.Banner.Length > 0 || (c.Failed & Failures.Pregreet) != 0) todo |= 1 << (int)CheckName.Pregreet;
        if (replies.Length > 0 || c.Rank is not null) todo |= 1 << (int)CheckName.Dnsbl;
        if (settings.Protocol.Pipelining.Enable || (c.Failed & Failures.Pipelining) != 0) todo |= 1 << (int)CheckName.Pipelining;
        if (settings.Protocol.NonSmtpCommand.Enable || (c.Failed & Failures.NonSmtpCommand) != 0) todo |= 1 << (int)CheckName.NonSmtpCommand;
        if (settings.Protocol.BareNewline.Enable || (c.Failed & Failures.BareNewline) != 0) todo |= 1 << (int)CheckName.BareNewline;

        // A failure before the greeting switches all deep tests on, in a dialogue.
        return (c.Failed & (Failures.Denylisted | Failures.Pregreet | Failures.Dnsbl)) != 0 && c.Reply is not null ? todo | Deep : todo;
    }

    private static ImmutableArray<SessionMoment> Moments(OpenConnection c, bool cached, VerdictDisposition disposition)
    {
        var moments = ImmutableArray.CreateBuilder<SessionMoment>();
        var (waited, talking) = (cached || c.Allowlisted, false);
        var last = c.Notes[0].At;
        foreach (var note in c.Notes)
        {
            last = note.At > last ? note.At : last;
            switch (note.Kind)
            {
                case NoteKind.TooManyConnections or NoteKind.AllServerPortsBusy:
                    Add(SessionMomentKind.RefusedFirst);
                    break;
                case NoteKind.AllScreeningPortsBusy:
                    Add(SessionMomentKind.RefusedLater);
                    break;
                case NoteKind.Pregreet:
                    Add(SessionMomentKind.EarlyTalk);
                    break;
                case NoteKind.DnsblRank or NoteKind.PassNew or NoteKind.PassOld:
                    Wait();
                    break;
                case NoteKind.CommandPipelining:
                    Talk();
                    Add(SessionMomentKind.Pipelining);
                    break;
                case NoteKind.NonSmtpCommand:
                    Talk();
                    Add(SessionMomentKind.NonSmtpCommand);
                    break;
                case NoteKind.BareNewline:
                    Talk();
                    Add(SessionMomentKind.BareNewline);
                    break;
                case NoteKind.RcptRejected:
                    Talk();
                    Add(SessionMomentKind.Recipient);
                    break;
                case NoteKind.CommandTimeLimit or NoteKind.CommandCountLimit or NoteKind.CommandLengthLimit:
                    Talk();
                    Add(SessionMomentKind.DialogueLimit);
                    break;
                case NoteKind.Hangup:
                    if (c.HungUpLate) Talk();
                    Add(SessionMomentKind.Hangup);
                    break;
                case NoteKind.HandoffConnectFailed or NoteKind.HandoffPassFailed:
                    Add(SessionMomentKind.HandoffFailed);
                    break;
            }
        }

        if (disposition == VerdictDisposition.HandedOff && !c.Refused) Wait();
        Add(disposition == VerdictDisposition.HandedOff ? SessionMomentKind.HandedOff : SessionMomentKind.Closed);
        return moments.ToImmutable();

        void Add(SessionMomentKind kind) => moments.Add(new SessionMoment(kind, last));

        void Wait()
        {
            if (!waited) Add(last - c.Notes[0].At < s_shortWait && c.Passed ? SessionMomentKind.ListsIn : SessionMomentKind.WaitOver);
            waited = true;
        }

        void Talk()
        {
            Wait();
            if (!talking) Add(SessionMomentKind.Dialogue);
            talking = true;
        }
    }
}
