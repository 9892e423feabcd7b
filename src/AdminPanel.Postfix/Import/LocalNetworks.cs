using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using AdminPanel.Postfix.MainCf;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Import;

/// <summary>What <c>mynetworks_style</c> makes of the machine's own addresses (postconf(5)).</summary>
internal static class LocalNetworks
{
    /// <summary>The networks for a style; <paramref name="otherwise"/> after a problem.</summary>
    public static ImmutableArray<NetworkEntry> ByStyle(ImportSession session, string style, MainCfSetting from, ImmutableArray<NetworkEntry> otherwise)
    {
        if (style is not ("host" or "subnet" or "class"))
        {
            session.Problem(from.Place, $"unknown {from.Name} value \"{style}\"; write host, subnet or class, or better set mynetworks.");
            return otherwise;
        }

        ImmutableArray<NetworkEntry> networks = [.. LocalAddresses().Select(local => Network(local.Address, local.PrefixLength, style)).Distinct(StringComparer.Ordinal).Select(pattern => new NetworkEntry { Pattern = pattern })];
        if (networks.IsEmpty) networks = otherwise;
        session.Take("Access.MyNetworks", from, string.Join(", ", networks.Select(network => network.Pattern)));
        session.Remark(from.Place, $"{from.Name} = {style}: mynetworks was derived from the interfaces of this machine as they are now, and stays so. Check it, or set mynetworks.");
        return networks;
    }

    private static IEnumerable<(IPAddress Address, int PrefixLength)> LocalAddresses() =>
        from card in NetworkInterface.GetAllNetworkInterfaces()
        where card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown
        from unicast in card.GetIPProperties().UnicastAddresses
        orderby IPAddress.IsLoopback(unicast.Address) descending, unicast.Address.AddressFamily == AddressFamily.InterNetworkV6
        select (unicast.Address, unicast.PrefixLength);

    private static string Network(IPAddress address, int prefixLength, string style)
    {
        var bytes = address.GetAddressBytes();
        var bits = style switch
        {
            "host" => bytes.Length * 8,
            "class" when bytes.Length == 4 => bytes[0] < 128 ? 8 : bytes[0] < 192 ? 16 : 24,
            _ => prefixLength,
        };
        for (var i = bits; i < bytes.Length * 8; i++) bytes[i / 8] &= (byte)~(0x80 >> (i % 8));
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
