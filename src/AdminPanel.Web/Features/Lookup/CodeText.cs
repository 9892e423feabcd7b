using AdminPanel.Postfix.Catalogue;
using AdminPanel.Screening.Dnsbl;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>What a list's answer means, as far as the catalogue knows the list.</summary>
internal static class CodeText
{
    /// <summary>The meaning of <paramref name="code"/>, a dotted address, from <paramref name="list"/>; null when it is not known.</summary>
    public static string? Meaning(string list, string code)
    {
        if (!System.Net.IPAddress.TryParse(code, out var address) || address.GetAddressBytes() is not { Length: 4 } bytes) return null;
        var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
        foreach (var known in DnsblCatalogue.Find(list)?.Codes ?? [])
        {
            if (DnsblFilter.TryParse(known.Match, out var filter, out _) && filter.Matches(number)) return known.Meaning;
        }

        return null;
    }
}
