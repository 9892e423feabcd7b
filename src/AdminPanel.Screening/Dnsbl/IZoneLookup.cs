namespace AdminPanel.Screening.Dnsbl;

/// <summary>Knows whether a domain exists. Thread-safe; never throws for DNS trouble.</summary>
public interface IZoneLookup
{
    /// <summary>Asks for the zone's SOA and NS records. False when the name does not exist, null when there was no usable answer.</summary>
    Task<bool?> ExistsAsync(string zone, CancellationToken cancellationToken);
}
