namespace AdminPanel.Screening.Settings;

/// <summary>In which order a client's lists are asked.</summary>
public enum DnsblOrder
{
    /// <summary>All at once when the client connects, as postscreen does.</summary>
    Postscreen,

    /// <summary>
    /// Late in the greet wait, when early talkers have given themselves away; one after another, the heaviest first, until the rest cannot change the
    /// outcome. Lists that were not needed have no say, in the record either.
    /// </summary>
    CheapestFirst,
}
