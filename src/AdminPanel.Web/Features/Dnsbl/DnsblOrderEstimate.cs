using System.Buffers.Binary;
using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>What asking the cheapest list first would have cost for clients that were looked up.</summary>
/// <param name="Clients">How many clients are counted.</param>
/// <param name="AllAtOnce">Questions in postscreen's order.</param>
/// <param name="CheapestFirst">Questions one after another.</param>
/// <param name="AllAtOnceTime">Time until the lists were in for 95 of 100 clients, all at once.</param>
/// <param name="CheapestFirstTime">The same, one after another.</param>
internal sealed record DnsblOrderEstimate(int Clients, int AllAtOnce, int CheapestFirst, TimeSpan AllAtOnceTime, TimeSpan CheapestFirstTime)
{
    /// <summary>The estimate for <paramref name="settings"/> from recorded decisions; a list without a recorded answer counts as not listing.</summary>
    public static DnsblOrderEstimate Of(ScreeningSettings settings, IReadOnlyList<VerdictEvent> verdicts)
    {
        var table = ScreeningSnapshot.Compile(0, settings with { Dnsbl = settings.Dnsbl with { Order = DnsblOrder.CheapestFirst } }).Dnsbl;
        var order = new CheapestFirst(table, settings.Dnsbl.Threshold, settings.Dnsbl.AllowlistThreshold);
        var (all, few) = (new List<TimeSpan>(), new List<TimeSpan>());
        var questions = 0;
        foreach (var verdict in verdicts)
        {
            var answers = table.Zones.Select(zone => verdict.Dnsbl.FirstOrDefault(answer => string.Equals(answer.List, zone.DisplayName, StringComparison.OrdinalIgnoreCase))).ToArray();
            all.Add(answers.Max(static answer => answer?.Latency) ?? TimeSpan.Zero);
            var early = settings.Greet.Action != ScreeningAction.Ignore && verdict.Checks.Any(static check => check is { Check: CheckName.Pregreet, Result: CheckResult.Failed });
            var (asked, time) = early ? (0, TimeSpan.Zero) : Play(table, order, answers);
            questions += asked;
            few.Add(time);
        }

        return new(verdicts.Count, verdicts.Count * table.Zones.Length, questions, Percentile(all), Percentile(few));
    }

    private static (int Questions, TimeSpan Time) Play(DnsblTable table, CheapestFirst order, DnsblAnswer?[] answers)
    {
        var (asked, rank, count, time) = (new bool[answers.Length], 0, 0, TimeSpan.Zero);
        for (var zone = 0; zone < answers.Length; zone++)
        {
            if (!order.Counts(zone)) count++;
        }

        while (order.Next(rank, asked, asked) is var next && next >= 0)
        {
            asked[next] = true;
            count++;
            time += answers[next]?.Latency ?? TimeSpan.Zero;
            if (answers[next] is { Outcome: "listed" } listed) rank += DnsblEffect.Of(table.Zones[next].Rules, DnsblOutcome.Listed, [.. listed.Codes.Select(Code)]).Added;
        }

        return (count, time);
    }

    private static uint Code(string dotted) => IPAddress.TryParse(dotted, out var address) && address.GetAddressBytes() is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    private static TimeSpan Percentile(List<TimeSpan> times)
    {
        if (times.Count == 0) return TimeSpan.Zero;
        times.Sort();
        return times[Math.Min(times.Count - 1, times.Count * 95 / 100)];
    }
}
