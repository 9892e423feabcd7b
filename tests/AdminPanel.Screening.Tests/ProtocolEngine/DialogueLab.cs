using System.Net;
using System.Text;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.ProtocolEngine;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Tests.Listening;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Tests.ProtocolEngine;

/// <summary>A dummy SMTP dialogue without sockets.</summary>
internal sealed class DialogueLab
{
    public DialogueLab(ProtocolSettings? protocol = null, ServerSettings? server = null, CheckSet todo = CheckSet.None, Action<ScreeningState>? before = null)
    {
        var settings = EngineLab.Defaults with
        {
            Protocol = protocol ?? new ProtocolSettings(),
            Server = server ?? new ServerSettings { Hostname = "M" },
        };
        var services = new ScreeningServices(new TemporaryAllowlist(), new FakeResolver(), new VerdictStream(), TimeProvider.System);
        var client = new IPEndPoint(IPAddress.Parse("127.0.4.1"), 46_629);
        State = new ScreeningState(services, ScreeningSnapshot.Compile(1, settings), new ClientState(client.Address), client, new IPEndPoint(IPAddress.Loopback, 25)) { Todo = todo };
        before?.Invoke(State);
        Dialogue = new DummyDialogue(State);
    }

    public ScreeningState State { get; }

    public DummyDialogue Dialogue { get; }

    public ScreeningNote LastNote => State.Notes[^1];

    /// <summary>Sends a line, with what else the same packet brought, and returns the reply as it goes on the wire, without the last CRLF.</summary>
    public string Says(string line, string rest = "", bool bare = false)
    {
        var step = Dialogue.OnLine(Encoding.Latin1.GetBytes(line), bare, Encoding.Latin1.GetBytes(rest));
        Ended = step.End;
        return Encoding.UTF8.GetString(SmtpReply.Encode(State, step.Reply ?? ""))[..^2];
    }

    public bool Ended { get; private set; }
}
