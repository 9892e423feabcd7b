namespace AdminPanel.Screening.Dnsbl;

/// <summary>Zones whose first label is the key of a customer: whoever sees the zone can use the key. Stateless.</summary>
public static class KeyedZones
{
    private static readonly string[] s_providers = [".dq.spamhaus.net", ".mail.abusix.zone"];

    /// <summary>The public part of a zone with a key, such as <c>zen.dq.spamhaus.net</c>; null for other zones.</summary>
    public static string? PublicPart(string zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        foreach (var provider in s_providers)
        {
            if (!zone.EndsWith(provider, StringComparison.OrdinalIgnoreCase)) continue;
            var dot = zone.IndexOf('.', StringComparison.Ordinal);
            return dot > 0 && dot < zone.Length - provider.Length ? zone[(dot + 1)..] : null;
        }

        return null;
    }

    /// <summary>The zone without its key.</summary>
    public static string Hide(string zone) => PublicPart(zone) ?? zone;
}
