using System.Net.Sockets;
using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Testing.Lab;
using AdminPanel.Testing.Smtp;
using Xunit;

namespace AdminPanel.EndToEnd.Tests.Load;

/// <summary>Restarts while clients come.</summary>
public sealed class RestartTests
{
    private const int Loops = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restart_WithTheSocketHeldBySystemd_RefusesAndLosesNobody()
    {
        LabTests.SkipUnless("postfix", "systemd-socket-activate", "bash");
        await using var postfix = await PostfixLab.StartAsync(Token);
        await using var panel = new PanelProcess($"pass:{postfix.PassSocket}", null) { SocketActivated = true };
        await panel.PublishAsync(FrontDoor.Settings with { Dnsbl = new() }, Token);
        await panel.StartAsync(Token);

        using var ended = new CancellationTokenSource();
        var loops = Enumerable.Range(1, Loops).Select(number => VisitUntilAsync(panel, number, ended.Token)).ToArray();
        await panel.RestartAsync(Token);
        await ended.CancelAsync();
        var visits = await Task.WhenAll(loops);

        Assert.True(visits.All(static visit => visit.Troubles.Count == 0), string.Join("\n", visits.SelectMany(static visit => visit.Troubles)));
        Assert.All(visits, static visit => Assert.True(visit.Served > 1, "A loop of clients stood still."));
    }

    /// <summary>One client after the other: every second one new, so that it meets the restart in its greet wait, the others of mynetworks.</summary>
    private static async Task<(int Served, List<string> Troubles)> VisitUntilAsync(PanelProcess panel, int number, CancellationToken ended)
    {
        var served = 0;
        List<string> troubles = [];
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await using var client = await SmtpScript.ConnectAsync(panel.Smtp, number % 2 == 0 ? "127.0.0.1" : $"127.12.{number}.{(served % 250) + 1}", Token);
                await client.HearsAsync("220 mx.example.test ESMTP Postfix");
                await client.SaysAsync("QUIT");
                await client.HearsAsync("221 ");
                served++;
            }
            catch (Exception trouble) when (trouble is SocketException or InvalidOperationException or TimeoutException)
            {
                troubles.Add($"{trouble.GetType().Name}: {trouble.Message}");
                if (troubles.Count > 3) break;
            }
        }

        return (served, troubles);
    }
}
