using AdminPanel.Screening.Replay;
using AdminPanel.Store.Evidence;
using AdminPanel.Store.History;
using Microsoft.Extensions.Options;

namespace AdminPanel.Web.Features.Tuning;

/// <summary>The evidence in memory, shared by everybody: read when a page first needs it, then only what is new. Thread-safe.</summary>
internal sealed class EvidenceSource(EvidenceStore store, IOptions<HistoryOptions> options) : IDisposable
{
    /// <summary>The most connections held, whatever the history keeps.</summary>
    public const int HighestCount = 1_000_000;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private EvidenceArchive _archive = new();
    private EvidencePlace _place;

    /// <summary>The most connections that are replayed; of more, the newest.</summary>
    public int Limit => (int)Math.Clamp(options.Value.MaxRows, 1, HighestCount);

    /// <summary>The archive with everything that was written by now.</summary>
    public async Task<EvidenceArchive> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_archive.Count > Limit + (Limit / 4))
            {
                // What retention has removed meanwhile goes, and with it the memory.
                _archive = new EvidenceArchive();
                _place = default;
            }

            _place = await Task.Run(() => store.LoadAsync(_archive, _place, Limit, cancellationToken), cancellationToken);
            return _archive;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
