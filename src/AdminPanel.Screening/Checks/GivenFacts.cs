using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Dnsbl;

namespace AdminPanel.Screening.Checks;

/// <summary>What a replay has found out before it decides a recorded connection again, in place of asking tables and lists.</summary>
/// <param name="Access">The access list's decision.</param>
/// <param name="Veto">Whether the server address earns no allowlist status, if the settings veto any.</param>
/// <param name="Tally">What the lists' answers add up to.</param>
internal sealed record GivenFacts(AccessAction Access, bool Veto, DnsblTally Tally);
