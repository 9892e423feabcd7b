namespace AdminPanel.Screening.Listening;

/// <summary>How the last hand-off went, for the panel. Thread-safe.</summary>
internal sealed class HandoffHealth(TimeProvider time)
{
    private string? _trouble;

    /// <summary>The last failure in words; null when the last hand-off worked.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    public void Worked()
    {
        if (_trouble is not null) Volatile.Write(ref _trouble, null);
    }

    public void Failed(string service, string reason) =>
        Volatile.Write(ref _trouble, FormattableString.Invariant($"{service}: {reason} ({time.GetUtcNow():HH:mm:ss} UTC)"));
}
