using System.Collections.Immutable;
using AdminPanel.Screening.Dnsbl;

namespace AdminPanel.Web.Hosting;

/// <summary>
/// Asks the resolvers for made-up names when the program starts and every hour: one that invents answers makes lists useless, a public one is refused
/// by most lists. Thread-safe.
/// </summary>
internal sealed class ResolverWatch(ResolverProbe probe, DnsblWatch lists, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromHours(1);
    private ImmutableArray<ResolverFinding> _findings = [];

    /// <summary>What was found last, by resolver; empty before the first answer.</summary>
    public ImmutableArray<ResolverFinding> Findings => _findings;

    /// <summary>What is wrong with the resolvers, and what to do about it.</summary>
    public IEnumerable<ResolverTrouble> Troubles
    {
        get
        {
            foreach (var finding in _findings)
            {
                if (finding.Manner == ResolverManner.Rewrites)
                    yield return new($"{finding.EndPoint}", "rewrites answers", $"Asked for a name that nobody owns, it answered {finding.Invented}. Lists look parked or list everybody through it. Run a resolver of your own (Unbound, BIND) beside the panel and name it in Screening:Resolvers.");
                else if (finding.PublicService is { } service)
                    yield return new($"{finding.EndPoint}", "public resolver", $"It is {service}. Most lists refuse questions that come through public resolvers, some without a word. Run a resolver of your own (Unbound, BIND) beside the panel and name it in Screening:Resolvers.");
                else if (finding.Manner == ResolverManner.Silent)
                    yield return new($"{finding.EndPoint}", "silent", "It does not answer. Check that it runs and that the panel may ask it, or name another one in Screening:Resolvers.");
            }

            var refused = lists.Lists.Where(static list => list.LastProbe?.Answers.Any(static answer => answer.Reply.Trouble == DnsblTrouble.PublicResolver) == true).Select(static list => list.DisplayName).ToList();
            if (refused.Count > 0 && !_findings.Any(static finding => finding.PublicService is not null))
                yield return new("resolvers", "public resolver", $"{string.Join(", ", refused)} {(refused.Count == 1 ? "says" : "say")} that the questions come through a public resolver: yours forwards to one. Let it ask the name servers itself, without forwarders.");
        }
    }

    /// <summary>Asks now.</summary>
    public async Task AskAsync(CancellationToken cancellationToken) => _findings = await probe.AskAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        try
        {
            do await AskAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }
}

/// <summary>Something wrong with a resolver.</summary>
/// <param name="Resolver">Which.</param>
/// <param name="State">In two words.</param>
/// <param name="Why">What was seen, and what to do.</param>
internal sealed record ResolverTrouble(string Resolver, string State, string Why);
