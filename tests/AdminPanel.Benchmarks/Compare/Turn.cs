using AdminPanel.Benchmarks.Peers;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>One peer's turn in a pair: a fresh start, every row, a stop.</summary>
internal sealed class Turn(CompareOptions options, Figures figures, Scenarios scenarios, IPeer peer, LiveBrowser? browser)
{
    public async Task RunAsync(int pair, CancellationToken cancellationToken)
    {
        figures.Add("start", peer.Name, (await peer.StartAsync(Scenarios.Quick, cancellationToken)).TotalSeconds);
        await scenarios.WarmUpAsync(peer.Smtp);
        await scenarios.IdleAsync(peer, cancellationToken);
        if (options.Wants("burst", "crowd")) await CrowdsAsync(pair, cancellationToken);
        if (options.Wants("cpu")) await scenarios.CpuAsync(peer, cancellationToken);
        if (options.Wants("passold")) await scenarios.PassOldAsync(peer, cancellationToken);
        if (options.Wants("live") && peer is EnginePeer && browser is not null) await scenarios.LiveAsync(peer, browser, cancellationToken);
        if (options.Wants("scale", "dead"))
        {
            // A page costs by the second, not by the client: these rows compare runs of different length, so nobody looks meanwhile.
            if (peer is EnginePeer && browser is not null) await browser.LeaveAsync(cancellationToken);
            await scenarios.IdleAsync(peer, cancellationToken);
        }

        if (options.Wants("scale")) await scenarios.ScaleAsync(peer, peer is EnginePeer || pair == 0, cancellationToken);
        if (options.Wants("dead")) await scenarios.DeadListAsync(peer, cancellationToken);
        if (options.Wants("publish")) await PublishAsync(cancellationToken);
        await peer.StopAsync(cancellationToken);
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        var took = peer is PostscreenPeer postscreen
            ? await PublishedChange.PostscreenAsync(postscreen, Scenarios.Quick with { Name = "changed" }, cancellationToken)
            : await PublishedChange.EngineAsync(cancellationToken);
        figures.Add("publish", peer.Name, took);
    }

    private async Task CrowdsAsync(int pair, CancellationToken cancellationToken)
    {
        await peer.UseAsync(Scenarios.Crowded, cancellationToken);
        await Task.Delay(1_000, cancellationToken);
        var idle = Scenarios.Memory(peer);
        if (options.Wants("burst")) await scenarios.BurstAsync(peer, "burst", options.Sizes.Burst, idle, cancellationToken);

        // postscreen loses all but its backlog; once is enough to see it.
        if (options.Wants("crowd") && (peer is EnginePeer || pair == 0)) await scenarios.BurstAsync(peer, "crowd", options.Sizes.Crowd, idle, cancellationToken);
        await peer.UseAsync(Scenarios.Quick, cancellationToken);
    }
}
