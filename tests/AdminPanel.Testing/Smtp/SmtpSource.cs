using System.Net;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Testing.Smtp;

/// <summary>Postfix's own load generator. It always comes from 127.0.0.1.</summary>
public static class SmtpSource
{
    /// <summary>Sends <paramref name="messages"/> mails over <paramref name="sessions"/> connections at a time; a refusal ends it with an error.</summary>
    public static async Task SendAsync(IPEndPoint server, int messages, int sessions, CancellationToken cancellationToken)
    {
        var (code, output) = await LabProcess.RunAsync(
            LabTools.Require("smtp-source"),
            ["-s", sessions.ToString(), "-m", messages.ToString(), "-f", "load@client.example", "-t", "user@example.test", "-4", $"{server.Address}:{server.Port}"],
            cancellationToken,
            timeout: TimeSpan.FromMinutes(2));
        if (code != 0) throw new InvalidOperationException($"smtp-source ended with {code}:\n{output}");
    }
}
