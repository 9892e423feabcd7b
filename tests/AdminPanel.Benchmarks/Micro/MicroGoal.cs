namespace AdminPanel.Benchmarks.Micro;

/// <summary>What a micro-benchmark must not exceed.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Method">Its method.</param>
/// <param name="Title">As the table says it.</param>
/// <param name="Bytes">Allocated per operation.</param>
/// <param name="Nanoseconds">Mean time of an operation; null where only allocation is judged.</param>
internal sealed record MicroGoal(Type Type, string Method, string Title, long Bytes, double? Nanoseconds = null)
{
    /// <summary>The goals, in the order of the table.</summary>
    public static IReadOnlyList<MicroGoal> All { get; } =
    [
        new(typeof(CidrBenchmarks), nameof(CidrBenchmarks.Lookup), "CIDR look-up in 100,000 entries", 0, 150),
        new(typeof(DnsblBenchmarks), nameof(DnsblBenchmarks.Score), "DNSBL scoring, three replies", 0),
        new(typeof(DnsblBenchmarks), nameof(DnsblBenchmarks.WriteQuestion), "DNS question", 0),
        new(typeof(DnsblBenchmarks), nameof(DnsblBenchmarks.ReadResponse), "DNS response", 0),
        new(typeof(LogBenchmarks), nameof(LogBenchmarks.Line), "mail log line, CONNECT", LogBenchmarks.LineBytes),
        new(typeof(SmtpBenchmarks), nameof(SmtpBenchmarks.ReadLines), "SMTP line reader, one line", 0),
        new(typeof(VerdictBenchmarks), nameof(VerdictBenchmarks.Publish), "verdict publish, one page open", VerdictBenchmarks.VerdictBytes),
    ];
}
