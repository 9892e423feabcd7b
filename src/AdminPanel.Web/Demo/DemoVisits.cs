using System.Net;
using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Demo;

/// <summary>Lets a chosen client of the demonstration come again, so that one sees what a change did. Thread-safe.</summary>
internal sealed class DemoVisits(IScreeningServer server, VerdictStream verdicts)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether a connection can be made from <paramref name="client"/> on this machine: loopback only.</summary>
    public static bool CanCome(IPAddress client) => client.GetAddressBytes() is [127, _, _, _];

    /// <summary>Connects from <paramref name="client"/>, politely, and waits for the decision; null when there is none in time.</summary>
    public async Task<VerdictEvent?> SendAsync(IPAddress client, CancellationToken cancellationToken)
    {
        if (server.Status.Listening is not [var front, ..]) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var seen = verdicts.Subscribe(10_000);
        var since = DateTimeOffset.UtcNow;
        // Goes on to deliver its mail after the decision; ends within a minute by itself.
        _ = DemoClient.PlayAsync(new DemoVisitor(client, DemoManner.Polite, "mail.again.example", "anna@again.example", "info@demo.test"), front, CancellationToken.None);
        try
        {
            while (await seen.WaitToReadAsync(limit.Token))
            {
                while (seen.TryRead(out var verdict))
                {
                    if (verdict.Client.Address.Equals(client) && verdict.ConnectedAt >= since.AddSeconds(-1)) return verdict;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Patience ended.
        }

        return null;
    }
}
