using System.Diagnostics.CodeAnalysis;
using AdminPanel.Screening.Allowlist;

namespace AdminPanel.Store.Allowlist;

/// <summary>One client of the temporary allowlist: when each check's pass expires, in seconds since the epoch.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by EF Core.")]
internal sealed class AllowlistRow
{
    /// <summary>The address as <see cref="AddressBytes"/> makes it.</summary>
    public byte[] Client { get; set; } = [];

    public long Pregreet { get; set; }

    public long Dnsbl { get; set; }

    public long Pipelining { get; set; }

    public long NonSmtpCommand { get; set; }

    public long BareNewline { get; set; }

    public AllowlistRecord ToRecord() =>
        new(AddressBytes.ToAddress(Client), new ExpiryStamps(Pregreet, Dnsbl, Pipelining, NonSmtpCommand, BareNewline));
}
