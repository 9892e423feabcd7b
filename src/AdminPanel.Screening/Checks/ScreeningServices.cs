using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>What every screened connection needs. One per server; all members are thread-safe.</summary>
/// <param name="Allowlist">The temporary allowlist.</param>
/// <param name="Resolver">Who asks the blocklists.</param>
/// <param name="Verdicts">Where notes and verdicts go.</param>
/// <param name="Time">The clock.</param>
internal sealed record ScreeningServices(TemporaryAllowlist Allowlist, IDnsblResolver Resolver, VerdictStream Verdicts, TimeProvider Time)
{
    /// <summary>Which blocklists are suspended; null when none ever is.</summary>
    public IDnsblStandings? Standings { get; init; }
}
