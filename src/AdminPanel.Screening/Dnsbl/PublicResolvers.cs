using System.Collections.Frozen;
using System.Net;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>Addresses of resolvers that anybody may use. Most blocklists refuse to answer them, some without saying so. Stateless.</summary>
public static class PublicResolvers
{
    private static readonly FrozenDictionary<IPAddress, string> s_names = new (string Name, string[] Addresses)[]
    {
        ("Google Public DNS", ["8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844"]),
        ("Cloudflare 1.1.1.1", ["1.1.1.1", "1.0.0.1", "1.1.1.2", "1.0.0.2", "1.1.1.3", "1.0.0.3", "2606:4700:4700::1111", "2606:4700:4700::1001"]),
        ("Quad9", ["9.9.9.9", "149.112.112.112", "9.9.9.10", "149.112.112.10", "9.9.9.11", "149.112.112.11", "2620:fe::fe", "2620:fe::9"]),
        ("OpenDNS", ["208.67.222.222", "208.67.220.220", "208.67.222.123", "208.67.220.123", "2620:119:35::35", "2620:119:53::53"]),
        ("AdGuard DNS", ["94.140.14.14", "94.140.15.15", "94.140.14.140", "94.140.14.141"]),
        ("Verisign and Neustar UltraDNS", ["64.6.64.6", "64.6.65.6", "156.154.70.1", "156.154.71.1"]),
        ("DNS4EU", ["86.54.11.1", "86.54.11.100", "86.54.11.200"]),
    }.SelectMany(static service => service.Addresses, static (service, address) => KeyValuePair.Create(IPAddress.Parse(address), service.Name)).ToFrozenDictionary();

    /// <summary>The service an address belongs to; null when it is not known as a public one.</summary>
    public static string? NameOf(IPAddress address) => s_names.GetValueOrDefault(address);
}
