using System.Net;

namespace AdminPanel.Web.Demo;

/// <summary>What the demonstration's visitors are called in the DNS: mail servers by their firm, the rest as dial-up lines are; some have no name.</summary>
internal static class DemoNames
{
    private const string Reverse = ".in-addr.arpa";

    /// <summary>The answer to a question for a name or an address of one; null when it is about something else.</summary>
    public static byte[]? Answer(DemoDnsMessage question)
    {
        if (question.Name.EndsWith(Reverse, StringComparison.Ordinal))
        {
            var host = NameOf(Read(question.Name[..^Reverse.Length].Split('.').Reverse()));
            return host is null ? question.NotListed("in-addr.arpa") : question.Named(host);
        }

        if (!question.Name.StartsWith("h-", StringComparison.Ordinal) || !question.Name.EndsWith(".example", StringComparison.Ordinal)) return null;
        var client = Read(question.Name[2..].Split('.')[0].Split('-'));
        if (client is null || NameOf(client) != question.Name) return question.NotListed("example");
        return question.Type == 1 ? question.Listed(client) : question.NoData("example");
    }

    private static string? NameOf(IPAddress? client)
    {
        if (client?.GetAddressBytes() is not [127, var group, _, var last] octets || group is 0 or 40) return null;
        var domain = group is 10 or 11 or 12 or 22 or 50 ? DemoVisitor.FirmOf(last) : "dyn";
        return $"h-{string.Join('-', octets)}.{domain}.example";
    }

    private static IPAddress? Read(IEnumerable<string> octets) => IPAddress.TryParse(string.Join('.', octets), out var address) && address.GetAddressBytes().Length == 4 ? address : null;
}
