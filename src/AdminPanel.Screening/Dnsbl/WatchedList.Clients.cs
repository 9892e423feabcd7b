using System.Net;

namespace AdminPanel.Screening.Dnsbl;

/// <content>What clients' questions show, and the confirmation of their listings.</content>
internal sealed partial class WatchedList
{
    private const int FailuresThatCount = 3;
    private const string OldClients = "It lists most of the clients that it did not list some time ago: it lists far too much.";
    private static readonly TimeSpan ConfirmationTimeout = TimeSpan.FromSeconds(3);
    private readonly DnsblConfirmation _confirmation;
    private readonly DnsblShare _share = new();
    private int _failures;

    /// <summary>Looks at a reply about a client. What it makes of it is what the client is judged by.</summary>
    /// <param name="client">The client.</param>
    /// <param name="reply">The list's reply.</param>
    /// <param name="patience">How long the client may be kept waiting for a confirmation.</param>
    public async ValueTask<DnsblReply> JudgeAsync(IPAddress client, DnsblReply reply, TimeSpan patience)
    {
        if (_plan.Suspend && Refuses(reply)) reply = Refusal(reply);
        Note(client, reply);
        if (reply.Outcome != DnsblOutcome.Listed || !_plan.Confirm || !_zone.Scored || _zone.ListsLoopback) return reply;
        if (Suspension is { } suspension) return Withheld(reply, suspension.Why);

        DnsblConfirmed confirmed;
        try
        {
            confirmed = await _confirmation.ConfirmAsync().WaitAsync(patience, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return Withheld(reply, "It could not be confirmed in time that the list does not list everybody.");
        }

        return confirmed == DnsblConfirmed.No ? Withheld(reply, Suspension?.Why ?? "The list lists everybody.") : reply;
    }

    private static DnsblReply Withheld(DnsblReply reply, string why) => reply with { Withheld = why, CacheTtl = TimeSpan.FromSeconds(5) };

    private bool Refuses(DnsblReply reply) =>
        reply.Outcome == DnsblOutcome.Listed && !_zone.RefusalCodes.IsEmpty && reply.Addresses.All(address => _zone.RefusalCodes.Any(code => code.Matches(address)));

    private static DnsblReply Refusal(DnsblReply reply)
    {
        var code = reply.Addresses[0];
        return new()
        {
            Outcome = DnsblOutcome.Error,
            Trouble = DnsblTrouble.Refused,
            Error = $"answered {code >> 24}.{(code >> 16) & 255}.{(code >> 8) & 255}.{code & 255}: the list refuses this resolver",
            Latency = reply.Latency,
        };
    }

    private void Note(IPAddress client, DnsblReply reply)
    {
        bool suspicious;
        lock (_lock)
        {
            if (reply.Outcome == DnsblOutcome.Error)
            {
                _failures++;
                suspicious = reply.Trouble is DnsblTrouble.OutOfRange or DnsblTrouble.Refused or DnsblTrouble.PublicResolver || _failures >= FailuresThatCount;
            }
            else
            {
                _failures = 0;
                suspicious = false;
                if (_sick is null) _share.Add(client, reply.Outcome == DnsblOutcome.Listed, Now);
            }
        }

        if (suspicious) Suspect();
    }

    private async Task<DnsblConfirmed> AskForConfirmationAsync()
    {
        try
        {
            // A second address, in case a list has a reason to list the first.
            for (var question = 1; question <= 2; question++)
            {
                if (!TryCount()) return DnsblConfirmed.Unknown;
                var reply = await DnsblWatch.AskAsync(_resolver, DnsblTestPoint.Nobody(_zone.OnlyIPv6), _zone.Zone, ConfirmationTimeout).ConfigureAwait(false);
                if (reply.Outcome == DnsblOutcome.NotListed) return await ConfirmShareAsync().ConfigureAwait(false);
                if (reply.Trouble != DnsblTrouble.None || !reply.Answered) Suspect();
                if (reply.Trouble == DnsblTrouble.OutOfRange) return DnsblConfirmed.No;
                if (reply.Outcome != DnsblOutcome.Listed) return DnsblConfirmed.Unknown;
            }

            Convict(DnsblSickness.ListsEverybody, "It lists loopback addresses drawn at random, which no mail can come from: it would block all mail.");
            return DnsblConfirmed.No;
        }
        catch (Exception)
        {
            // Resolvers do not throw; if one does, nothing is known, and whoever waits must be told.
            return DnsblConfirmed.Unknown;
        }
    }

    /// <summary>When the share of listed clients has jumped: is that the clients, or the list?</summary>
    private async Task<DnsblConfirmed> ConfirmShareAsync()
    {
        lock (_lock)
        {
            if (!_share.IsHigh) return DnsblConfirmed.Yes;
        }

        if (await ListsOldClientsAsync().ConfigureAwait(false) == DnsblConfirmed.No)
        {
            _listsOldClients = true;
            Convict(DnsblSickness.ListsEverybody, OldClients);
            return DnsblConfirmed.No;
        }

        lock (_lock) _share.Accept();
        return DnsblConfirmed.Yes;
    }

    private async Task<DnsblConfirmed> ListsOldClientsAsync()
    {
        IReadOnlyList<IPAddress> clients;
        lock (_lock) clients = _share.Clean(Now);
        if (clients.Count < 3) return DnsblConfirmed.Unknown;
        var listed = 0;
        foreach (var client in clients)
        {
            if (!TryCount()) return DnsblConfirmed.Unknown;
            var reply = await _resolver.QueryAsync(_zone.Zone, client, ConfirmationTimeout, CancellationToken.None).ConfigureAwait(false);
            if (reply.Outcome == DnsblOutcome.Listed) listed++;
        }

        return listed * 2 > clients.Count ? DnsblConfirmed.No : DnsblConfirmed.Yes;
    }
}
