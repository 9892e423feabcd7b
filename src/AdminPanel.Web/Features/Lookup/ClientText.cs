using System.Net;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>Reads a client's address as people paste it.</summary>
internal static class ClientText
{
    /// <summary>
    /// Reads a plain address, <c>[address]</c>, or <c>[address]:port</c> as the mail log writes it. An IPv4-mapped address is taken as IPv4.
    /// </summary>
    /// <param name="text">What was typed or pasted.</param>
    /// <param name="client">The address; null when there is none.</param>
    /// <returns>Why it is no address, for the person who typed it; null when it is one.</returns>
    public static string? Problem(string text, out IPAddress? client)
    {
        client = null;
        var plain = text.Trim();
        if (plain.StartsWith('[') && plain.IndexOf(']', StringComparison.Ordinal) is > 0 and var close) plain = plain[1..close];
        if (plain.Contains('/', StringComparison.Ordinal)) return $"\"{plain}\" is a network. Look up one address of it, or search the history for the network.";
        var isAddress = IPAddress.TryParse(plain, out var address) && (plain.Contains(':', StringComparison.Ordinal) || plain.AsSpan().Count('.') == 3);
        if (!isAddress) return $"\"{plain}\" is neither an IPv4 or IPv6 address nor a host name.";
        client = address!.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return null;
    }

    /// <summary>The host name in <paramref name="text"/>, without a final dot; null when it is none (RFC 1123: letters, digits, hyphens, a dot between labels).</summary>
    public static string? HostName(string text)
    {
        var name = text.Trim().TrimEnd('.');
        var labels = name.Split('.');
        var isName = name.Length <= 253 && labels.Length > 1 && labels[^1].Any(char.IsAsciiLetter)
            && labels.All(static label => label.Length is > 0 and <= 63 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && label[0] != '-' && label[^1] != '-');
        return isName ? name : null;
    }
}
