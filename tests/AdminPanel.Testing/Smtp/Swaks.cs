using System.Net;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Testing.Smtp;

/// <summary>What a run of swaks did. 0 means delivered; 24 means refused at RCPT.</summary>
/// <param name="ExitCode">swaks' exit code.</param>
/// <param name="Transcript">The dialogue as swaks prints it.</param>
public sealed record SwaksResult(int ExitCode, string Transcript);

/// <summary>Sends one mail with swaks, the administrators' own tool.</summary>
public static class Swaks
{
    /// <summary>From a chosen source address of 127.0.0.0/8.</summary>
    public static async Task<SwaksResult> SendAsync(
        IPEndPoint server, string source, CancellationToken cancellationToken, string from = "sender@client.example", string to = "user@example.test")
    {
        var (code, output) = await LabProcess.RunAsync(
            LabTools.Require("swaks"),
            [
                "--server", server.Address.ToString(), "--port", server.Port.ToString(), "--local-interface", source,
                "--helo", "client.example", "--from", from, "--to", to, "--timeout", "30",
            ],
            cancellationToken);
        return new SwaksResult(code, output);
    }
}
