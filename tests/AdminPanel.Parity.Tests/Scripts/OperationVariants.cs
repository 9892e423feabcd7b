using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>What administrators and broken mail servers do to running sessions.</summary>
internal static class OperationVariants
{
    public static ParityVariant Reload { get; } = new(
        "reload",
        "postscreen_greet_wait = 5s",
        [
            new("B17: a session outlives a reload, and its pass is forgotten", "< 220-\nwait 500\nreload\n< 220\n" + Quit + Again + "< 220-\nhangup\n") { Deviation = Deviations.Reload },
        ]);

    public static ParityVariant NoMailServer { get; } = new(
        "no mail server",
        """
        postscreen_greet_wait = 2s
        smtpd_service_name = nowhere
        postscreen_access_list = permit_mynetworks, cidr:{{127.60.9.0/24 permit}}
        """,
        [
            new("the first command after the teaser is refused", Greeting + Ask("EHLO x", "421") + ".\n"),
            new("QUIT is not", Greeting + Quit),
            new("early talk", "> EHLO x\n< 220-\n< 220\n< 421\n.\n"),
            new("leaving after the greeting", Greeting + "hangup\n"),
            new("an allowlisted client is refused at once", "< 421\n.\n") { From = "127.60.9.1" },
            new("a client that passed before is refused at once", Greeting + Quit + Again + "< 421\n.\n"),
            new("what the log says", "< 421\n.\n") { From = "127.60.9.2", LoggedAs = "cannot connect to service private/nowhere: No such file" },
        ])
    {
        Service = "nowhere",
    };
}
