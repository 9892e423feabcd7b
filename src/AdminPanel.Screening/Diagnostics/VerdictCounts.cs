using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Diagnostics;

/// <summary>How many verdicts of each kind, exactly. Thread-safe, no locks, no allocation.</summary>
internal sealed class VerdictCounts
{
    private static readonly int s_reasons = Enum.GetValues<VerdictReason>().Length;
    private static readonly int s_dispositions = Enum.GetValues<VerdictDisposition>().Length;
    private readonly long[] _counts = new long[s_reasons * s_dispositions * 2];

    public void Add(VerdictEvent verdict) => Interlocked.Increment(ref _counts[Index(verdict.Reason, verdict.Disposition, verdict.WouldHave)]);

    public IEnumerable<(VerdictReason Reason, VerdictDisposition Disposition, bool WouldHave, long Count)> NonZero()
    {
        foreach (var reason in Enum.GetValues<VerdictReason>())
        {
            foreach (var disposition in Enum.GetValues<VerdictDisposition>())
            {
                for (var wouldHave = 0; wouldHave < 2; wouldHave++)
                {
                    var count = Interlocked.Read(ref _counts[Index(reason, disposition, wouldHave == 1)]);
                    if (count > 0) yield return (reason, disposition, wouldHave == 1, count);
                }
            }
        }
    }

    private static int Index(VerdictReason reason, VerdictDisposition disposition, bool wouldHave) =>
        ((((int)reason * s_dispositions) + (int)disposition) * 2) + (wouldHave ? 1 : 0);
}
