namespace AdminPanel.Screening.Settings;

/// <summary>The settings in force. Publishing swaps one reference; running sessions keep the snapshot they captured. Thread-safe.</summary>
public sealed class SettingsSource(ScreeningSnapshot initial)
{
    private ScreeningSnapshot _current = initial;

    /// <summary>Raised after a swap, on the publishing thread. Handlers must not block.</summary>
    public event Action<ScreeningSnapshot>? Changed;

    /// <summary>The snapshot that new sessions capture.</summary>
    public ScreeningSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Puts <paramref name="snapshot"/> in force for every session that starts from now on.</summary>
    public void Publish(ScreeningSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Interlocked.Exchange(ref _current, snapshot);
        Changed?.Invoke(snapshot);
    }
}
