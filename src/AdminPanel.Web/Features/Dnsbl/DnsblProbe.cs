using System.Net;
using AdminPanel.Screening.Dnsbl;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>What one test question brought.</summary>
/// <param name="Client">The address that was asked about.</param>
/// <param name="Answer">What the list said, in words.</param>
/// <param name="IsAsExpected">Whether that is what a working list says.</param>
/// <param name="Latency">Time from question to answer.</param>
public sealed record DnsblProbeAnswer(string Client, string Answer, bool IsAsExpected, TimeSpan Latency);

/// <summary>The state of a list by the test of RFC 5782: 127.0.0.2 must be listed, 127.0.0.1 must not.</summary>
/// <param name="Verdict">One sentence.</param>
/// <param name="IsWorking">True when both answers are right.</param>
/// <param name="Answers">Both answers.</param>
public sealed record DnsblProbeResult(string Verdict, bool IsWorking, IReadOnlyList<DnsblProbeAnswer> Answers);

/// <summary>Asks a list about its two test addresses, through the engine's own resolver.</summary>
internal sealed class DnsblProbe(IDnsblResolver resolver)
{
    private static readonly IPAddress Listed = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Unlisted = IPAddress.Parse("127.0.0.1");

    /// <summary>Tests <paramref name="zone"/> (the real name); ends within <paramref name="timeout"/>.</summary>
    public async Task<DnsblProbeResult> AskAsync(string zone, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var listed = resolver.QueryAsync(zone, Listed, timeout, cancellationToken).AsTask();
        var unlisted = resolver.QueryAsync(zone, Unlisted, timeout, cancellationToken).AsTask();
        await Task.WhenAll(listed, unlisted);
        return Judge(await listed, await unlisted);
    }

    /// <summary>What the two replies say about the list.</summary>
    public static DnsblProbeResult Judge(DnsblReply listed, DnsblReply unlisted)
    {
        IReadOnlyList<DnsblProbeAnswer> answers =
        [
            new("127.0.0.2", Words(listed), listed.Outcome == DnsblOutcome.Listed, listed.Latency),
            new("127.0.0.1", Words(unlisted), unlisted.Outcome == DnsblOutcome.NotListed, unlisted.Latency),
        ];
        return (listed.Outcome, unlisted.Outcome) switch
        {
            (DnsblOutcome.Listed, DnsblOutcome.NotListed) => new("The list works: it lists its test address and nothing else.", true, answers),
            (DnsblOutcome.Listed, DnsblOutcome.Listed) => new("The list lists everybody. Disable it: it would block all mail.", false, answers),
            (DnsblOutcome.NotListed, DnsblOutcome.NotListed) => new("The list answers, but its test address is not listed. It may be empty, dead, or use another test address.", false, answers),
            (DnsblOutcome.Error, _) or (_, DnsblOutcome.Error) => new("The list gave no usable answer.", false, answers),
            _ => new("The list does not answer as RFC 5782 says.", false, answers),
        };
    }

    private static string Words(DnsblReply reply) => reply.Outcome switch
    {
        DnsblOutcome.Listed => $"listed: {string.Join(", ", reply.Addresses.Select(Dotted))}",
        DnsblOutcome.NotListed => "not listed",
        _ => reply.Error ?? "no answer",
    };

    private static string Dotted(uint address) => $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}";
}
