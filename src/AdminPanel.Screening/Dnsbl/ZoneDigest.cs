using System.Security.Cryptography;
using System.Text;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// What evidence knows a zone by: 96 bits of a SHA-256 hash of its name as configured, so that answers can be matched with a draft's zones and a
/// zone that contains an access key is never kept in clear. Stateless.
/// </summary>
public static class ZoneDigest
{
    private const int Length = 12;

    /// <summary>The digest of <paramref name="zone"/> (the real name, case-sensitive as in Postfix), 16 characters of base 64.</summary>
    public static string Of(string zone) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes("dnsbl zone " + zone)).AsSpan(0, Length));
}
