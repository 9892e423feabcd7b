using System.Net;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Parity.Tests.Servers;

/// <summary>The blocklists that both servers ask: one rbldnsd on port 53 of a loopback address of its own.</summary>
internal static class BlocklistLab
{
    /// <summary>Starts it; the entries match <see cref="Table.Listing"/>.</summary>
    public static Task<RbldnsdLab> StartAsync(CancellationToken cancellationToken) => RbldnsdLab.StartAsync(
        new Dictionary<string, string[]>
        {
            ["a.test"] = ["127.41.0.0/16", "127.46.0.0/16", "127.48.0.0/16"],
            ["b.test"] = ["127.42.0.0/16", "127.48.0.0/16"],
            ["c.test"] =
            [
                "127.43.0.0/16 :127.0.0.2:", "127.43.0.0/16 :127.0.0.3:", "127.44.0.0/16 :127.0.0.2:", "127.44.0.0/16 :127.0.0.10:", "127.45.0.0/16 :127.0.0.99:",
            ],
            ["w.test"] = ["127.46.0.0/16 :127.0.5.2:", "127.47.0.0/16 :127.0.5.2:"],
            ["e.test"] = ["127.49.0.0/16 :127.255.255.254:", "127.50.0.0/16 :10.0.0.1:"],
            ["v6.test"] = ["2001:db8:41::/48"],
            ["key123.s.test"] = ["127.51.0.0/16"],
        },
        cancellationToken,
        new IPEndPoint(new IPAddress([127, 53, (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)]), 53));
}
