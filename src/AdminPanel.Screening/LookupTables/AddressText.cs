using System.Net;

namespace AdminPanel.Screening.LookupTables;

/// <summary>Addresses as Postfix spells them in look-ups: plain, IPv6 compressed in lower case, no brackets, no scope; IPv4-mapped as IPv4.</summary>
internal static class AddressText
{
    public static string Of(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
        : address.IsIPv6LinkLocal ? new IPAddress(address.GetAddressBytes()).ToString()
        : address.ToString();
}
