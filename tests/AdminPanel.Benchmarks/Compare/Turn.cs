using AdminPanel.Benchmarks.Peers;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>
/// One peer's turn in a pair: a fresh start, every row, a stop. A row that fails is told and missing from the figures; the peer starts afresh
/// and goes on with the next.
/// </summary>
internal sealed class Turn(CompareOptions options, Figures figures, Scenarios scenarios, IPeer peer, LiveBrowser? browser)
{
    /// <summary>No row takes half of it; a server that stands still ends its row, not the run.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            figures.Add("start", peer.Name, (await peer.StartAsync(Scenarios.Quick, cancellationToken)).TotalSeconds);
            if (peer is not HarakaPeer) await WarmUpAsync(cancellationToken);
            await StepAsync(CrowdsAsync, cancellationToken, "burst", "crowd");
            await StepAsync(token => scenarios.CpuAsync(peer, options.Rate, token), cancellationToken, "cpu");
            if (peer is not HarakaPeer) await StepAsync(token => scenarios.PassOldAsync(peer, token), cancellationToken, "passold");
            if (peer is EnginePeer && browser is not null) await StepAsync(token => scenarios.LiveAsync(peer, browser, token), cancellationToken, "live");
            await StepAsync(ScaleAsync, cancellationToken, "scale");
            if (peer is not HarakaPeer) await StepAsync(DeadListAsync, cancellationToken, "dead");
            await StepAsync(PublishAsync, cancellationToken, "publish");
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            Say("turn", trouble);
        }

        await peer.StopAsync(cancellationToken);
    }

    private async Task StepAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken, params string[] rows)
    {
        if (!options.Wants(rows)) return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            // One late answer makes Haraka drop a list for good: each row begins with all of them.
            if (peer is HarakaPeer) await RestartAsync(Scenarios.Quick, patience.Token);
            await step(patience.Token);
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            Say(string.Join(" and ", rows), trouble);
            await peer.StopAsync(cancellationToken);
            await RestartAsync(Scenarios.Quick, cancellationToken);
        }
    }

    private void Say(string what, Exception trouble) => Console.WriteLine($"  {peer.Name} {what} FAILED: {trouble.GetType().Name}: {trouble.Message}");

    private async Task RestartAsync(Profile profile, CancellationToken cancellationToken)
    {
        await peer.StartAsync(profile, cancellationToken);
        await WarmUpAsync(cancellationToken);
    }

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        await scenarios.WarmUpAsync(peer.Smtp);
        await scenarios.IdleAsync(peer, afresh: true, cancellationToken);
    }

    /// <summary>A page costs by the second, not by the client: rows that compare runs of different length are measured while nobody looks.</summary>
    private async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (peer is EnginePeer && browser is not null) await browser.LeaveAsync(cancellationToken);
        await scenarios.IdleAsync(peer, afresh: false, cancellationToken);
    }

    private async Task ScaleAsync(CancellationToken cancellationToken)
    {
        await LeaveAsync(cancellationToken);
        await scenarios.ScaleAsync(peer, cancellationToken);
    }

    private async Task DeadListAsync(CancellationToken cancellationToken)
    {
        await LeaveAsync(cancellationToken);
        await scenarios.DeadListAsync(peer, cancellationToken);
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (peer is PostscreenPeer postscreen) figures.Add("publish", peer.Name, await PublishedChange.PostscreenAsync(postscreen, Scenarios.Quick, cancellationToken));
        if (peer is EnginePeer) figures.Add("publish", peer.Name, await PublishedChange.EngineAsync(cancellationToken));
    }

    private async Task CrowdsAsync(CancellationToken cancellationToken)
    {
        if (peer is HarakaPeer) await RestartAsync(Scenarios.Crowded, cancellationToken);
        else await peer.UseAsync(Scenarios.Crowded, cancellationToken);
        await Task.Delay(1_000, cancellationToken);
        var idle = Scenarios.Memory(peer);
        if (options.Wants("burst")) await BurstAsync("burst", options.Sizes.Burst, idle, cancellationToken);
        if (options.Wants("crowd") && peer is not HarakaPeer) await BurstAsync("crowd", options.Sizes.Crowd, idle, cancellationToken);
        if (peer is not HarakaPeer) await peer.UseAsync(Scenarios.Quick, cancellationToken);
    }

    private async Task BurstAsync(string row, int clients, (long All, long Main) idle, CancellationToken cancellationToken)
    {
        var logged = (peer as EnginePeer)?.LoggedConnects() ?? 0;
        await scenarios.BurstAsync(peer, row, clients, idle, cancellationToken);
        if (peer is EnginePeer engine) await scenarios.UnloggedAsync(engine, row, logged, clients, cancellationToken);
    }
}
