using AdminPanel.Screening.Dnsbl;
using CsCheck;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

public sealed class CheapestFirstTests
{
    private static readonly Gen<(int[] Weights, bool[] Listed, int Threshold, int Allow)> s_case =
        Gen.Select(Gen.Int[-4, 4].Array[1, 9], Gen.Bool.Array[9], Gen.Int[1, 8], Gen.Int[-5, 0], static (weights, listed, threshold, allow) => (weights, listed, threshold, allow));

    [Fact]
    public void Next_AnyListsAndAnswers_SameOutcomeAsAskingAllAndNeverMoreQuestions() => s_case.Sample(static c =>
    {
        var (rank, asked) = Play(c.Weights, c.Listed, c.Threshold, c.Allow);
        var whole = c.Weights.Where((_, zone) => c.Listed[zone]).Sum();
        return Outcome(rank, c.Threshold, c.Allow) == Outcome(whole, c.Threshold, c.Allow) && asked <= c.Weights.Count(static weight => weight != 0);
    });

    [Theory]
    [InlineData(new[] { 1, 3, 2 }, new[] { false, true, false }, 1)]
    [InlineData(new[] { 1, 3, 2 }, new[] { false, false, false }, 2)]
    [InlineData(new[] { 2, 2, 1 }, new[] { false, false, true }, 2)]
    [InlineData(new[] { 3, -2, 1 }, new[] { true, true, false }, 2)]
    [InlineData(new[] { 3, -2, 1 }, new[] { true, false, false }, 2)]
    [InlineData(new[] { 0, 0 }, new[] { true, true }, 0)]
    public void Next_ThresholdThree_AsksAsFewAsNeeded(int[] weights, bool[] listed, int questions) => Assert.Equal(questions, Play(weights, listed, 3, 0).Asked);

    private static int Outcome(int rank, int threshold, int allow) => rank >= threshold ? 1 : allow < 0 && rank <= allow ? -1 : 0;

    private static (int Rank, int Asked) Play(int[] weights, bool[] listed, int threshold, int allow)
    {
        var order = new CheapestFirst(new DnsblTable([.. weights.Select(static (weight, i) => new DnsblZone($"{i}.test", $"{i}.test", [new DnsblRule(null, weight)]))]), threshold, allow);
        var (rank, count, asked) = (0, 0, new bool[weights.Length]);
        while (order.Next(rank, asked, asked) is var zone && zone >= 0)
        {
            asked[zone] = true;
            count++;
            if (listed[zone]) rank += weights[zone];
        }

        return (rank, count);
    }
}
