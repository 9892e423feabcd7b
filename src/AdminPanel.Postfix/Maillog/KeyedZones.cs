namespace AdminPanel.Postfix.Maillog;

/// <summary>Zones whose first label is the key of a customer: dnsblog logs it, nobody else needs to see it.</summary>
public static class KeyedZones
{
    private static readonly string[] s_providers = [".dq.spamhaus.net", ".mail.abusix.zone"];

    /// <summary>The zone without its key.</summary>
    public static string Hide(string zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        foreach (var provider in s_providers)
        {
            if (zone.EndsWith(provider, StringComparison.OrdinalIgnoreCase) && zone.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && zone.Length - provider.Length > dot)
                return zone[(dot + 1)..];
        }

        return zone;
    }
}
