using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>A load balancer in front that says who the client is.</summary>
internal static class ProxyVariant
{
    public static ParityVariant Variant { get; } = new(
        "proxy",
        """
        inet_protocols = ipv4
        postscreen_greet_wait = 2s
        postscreen_greet_action = enforce
        postscreen_upstream_proxy_protocol = haproxy
        postscreen_upstream_proxy_timeout = 2s
        postscreen_dnsbl_sites = a.test*2
        postscreen_dnsbl_action = enforce
        """,
        [
            new("B20: version 1", ">> PROXY TCP4 203.0.113.5 198.51.100.7 1234 25\\r\\n\n" + Greeting + Quit) { LoggedAs = "[203.0.113.5]:1234" },
            new("version 1 with LF alone", ">> PROXY TCP4 203.0.113.6 198.51.100.7 1234 25\\n\n" + Greeting + Quit) { LoggedAs = "[203.0.113.6]:1234" },
            new("version 1 in small letters", ">> PROXY tcp4 203.0.113.7 198.51.100.7 1234 25\\r\\n\n" + Greeting + Quit) { LoggedAs = "[203.0.113.7]:1234" },
            new("early talk behind the header", ">> PROXY TCP4 203.0.113.8 198.51.100.7 1234 25\\r\\nEHLO x\\r\\n\n< 220-\n< 250\n" + Quit) { LoggedAs = "[203.0.113.8]:1234" },
            new("a listed client", ">> PROXY TCP4 127.41.99.1 198.51.100.7 1234 25\\r\\n\n" + Greeting + Recipient("550") + Quit) { LoggedAs = "[127.41.99.1]:1234" },
            new("mynetworks", ">> PROXY TCP4 127.0.0.1 198.51.100.7 1234 25\\r\\n\n< 220\n" + Quit) { LoggedAs = "[127.0.0.1]:1234" },
            new("version 2", V2("\\x21\\x11\\0\\x0C\\xCB\\0\\x71\\x15\\xC6\\x33\\x64\\x07\\x04\\xD2\\0\\x19") + Greeting + Quit) { LoggedAs = "[203.0.113.21]:1234" },
            new("version 2 with extras", V2("\\x21\\x11\\0\\x10\\xCB\\0\\x71\\x16\\xC6\\x33\\x64\\x07\\x04\\xD2\\0\\x19\\x04\\0\\x01\\0") + Greeting + Quit) { LoggedAs = "[203.0.113.22]:1234" },
            new("B20: LOCAL", V2("\\x20\\0\\0\\0") + Greeting + Quit),
            new("a known client", ">> PROXY TCP4 203.0.113.9 198.51.100.7 1234 25\\r\\n\n" + Greeting + Quit + Again + ">> PROXY TCP4 203.0.113.9 198.51.100.7 1235 25\\r\\n\n< 220\n" + Quit) { LoggedAs = "[203.0.113.9]:1234" },
            Bad("B20: UNKNOWN", "PROXY UNKNOWN\\r\\n"),
            Bad("B20: half a header", "PROXY TCP4 19"),
            Bad("no header", "EHLO x\\r\\n", "short protocol header: EHLO"),
            Bad("a long line that is no header", "EHLO xxxxxxxxxxxxxxxxxxxxx\\r\\n"),
            Bad("no address", "PROXY TCP4\\r\\n"),
            Bad("a bad client address", "PROXY TCP4 203.0.113.999 198.51.100.7 1234 25\\r\\n"),
            Bad("a bad server address", "PROXY TCP4 203.0.113.5 x 1234 25\\r\\n"),
            Bad("a bad client port", "PROXY TCP4 203.0.113.5 198.51.100.7 01 25\\r\\n"),
            Bad("a bad server port", "PROXY TCP4 203.0.113.5 198.51.100.7 1 65536\\r\\n"),
            Bad("no server port", "PROXY TCP4 203.0.113.5 198.51.100.7 1\\r\\n"),
            Bad("TCP5", "PROXY TCP5 203.0.113.5 198.51.100.7 1 2\\r\\n"),
            Bad("an IPv6 address for TCP4", "PROXY TCP4 ::1 ::1 1 2\\r\\n"),
            Bad("version 2: a wrong command", V2Bytes + "\\x22\\x11\\0\\0", "bad command"),
            Bad("version 2: a wrong version", V2Bytes + "\\x31\\x11\\0\\0", "unrecognized protocol version"),
            Bad("version 2: a UNIX socket", V2Bytes + "\\x21\\x31\\0\\0", "unsupported network protocol"),
            Bad("version 2: too short", V2Bytes + "\\x21\\x11\\0\\x0C\\xCB\\0", "short version 2"),
            Bad("version 2: few addresses", V2Bytes + "\\x21\\x11\\0\\x04\\xCB\\0\\x71\\x15", "short address"),
            new("silence", "< 421\n.\n") { LoggedAs = "haproxy read: time limit" },
            new("leaving before the header", "wait 100\nshut\n.\n") { LoggedAs = "haproxy read: EOF" },
        ]);

    private const string V2Bytes = "\\r\\n\\r\\n\\0\\r\\nQUIT\\n";

    private static string V2(string rest) => $">> {V2Bytes}{rest}\n";

    private static ParityScript Bad(string name, string header, string? loggedAs = null) =>
        new(name, $">> {header}\n< 421\n.\n") { LoggedAs = loggedAs ?? $": {header}", Deviation = Deviations.Drains };
}
