namespace AdminPanel.Screening.Allowlist;

/// <summary>
/// When each check's pass expires, in seconds since the epoch (postscreen's cache record). 0 means enabled but never passed, 1 means
/// never passed and disabled when written; a pass is valid while now is at most its stamp.
/// </summary>
public readonly record struct ExpiryStamps(long Pregreet, long Dnsbl, long Pipelining, long NonSmtpCommand, long BareNewline)
{
    /// <summary>Number of stamps.</summary>
    public const int Count = 5;

    /// <summary>The stamp of the check at <paramref name="index"/>, in postscreen's order from 0.</summary>
    public long this[int index] => index switch
    {
        0 => Pregreet,
        1 => Dnsbl,
        2 => Pipelining,
        3 => NonSmtpCommand,
        4 => BareNewline,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>A copy with one stamp replaced.</summary>
    public ExpiryStamps With(int index, long stamp) => index switch
    {
        0 => this with { Pregreet = stamp },
        1 => this with { Dnsbl = stamp },
        2 => this with { Pipelining = stamp },
        3 => this with { NonSmtpCommand = stamp },
        4 => this with { BareNewline = stamp },
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>The record in postscreen's own form: five decimals joined by semicolons.</summary>
    public override string ToString() => FormattableString.Invariant($"{Pregreet};{Dnsbl};{Pipelining};{NonSmtpCommand};{BareNewline}");
}
