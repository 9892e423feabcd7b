using System.Collections.Immutable;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Features.History;

/// <summary>What the history page shows. Belongs to one circuit, not thread-safe; a newer search overtakes an older one.</summary>
internal sealed class HistoryPageModel(HistoryStore store, TimeProvider time)
{
    /// <summary>Rows read at a time.</summary>
    public const int PageSize = 100;

    private int _search;
    private HistoryQuery _query = new();

    /// <summary>The conditions in force.</summary>
    public ConnectionFilter Filter { get; private set; } = ConnectionFilter.None;

    /// <summary>Rows read so far, newest first.</summary>
    public ImmutableArray<ConnectionLine> Rows { get; private set; } = [];

    /// <summary>True while rows are being read.</summary>
    public bool IsLoading { get; private set; } = true;

    /// <summary>True when older rows may exist.</summary>
    public bool HasMore { get; private set; }

    /// <summary>When the first page was read; null before that.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>Why rows could not be read; null when all is well. Rows of an earlier search stay and are then stale.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The row whose decision is open; null when none is.</summary>
    public Guid? Open { get; private set; }

    /// <summary>The open decision; null while it is read, or when it is gone.</summary>
    public VerdictEvent? Decision { get; private set; }

    /// <summary>True when the open decision was looked for and is no longer kept.</summary>
    public bool IsDecisionGone { get; private set; }

    /// <summary>Names of lists in the rows, for the filter.</summary>
    public ImmutableArray<string> Lists { get; private set; } = [];

    /// <summary>Reads the newest rows that match <paramref name="filter"/>.</summary>
    public async Task SearchAsync(ConnectionFilter filter, CancellationToken cancellationToken)
    {
        var search = ++_search;
        if (filter != Filter) Rows = [];
        (Filter, IsLoading, Trouble, Open, Decision) = (filter, true, null, null, null);
        if (filter.ClientProblem is not null)
        {
            (IsLoading, HasMore, Rows) = (false, false, []);
            return;
        }

        var now = time.GetUtcNow();
        var query = filter.ToHistoryQuery(now) with { Max = PageSize };
        await FirstPageAsync(search, query, now, cancellationToken);
    }

    /// <summary>Reads the newest rows of a query that is not made by a filter.</summary>
    public Task ListAsync(HistoryQuery query, CancellationToken cancellationToken)
    {
        (IsLoading, Trouble) = (true, null);
        return FirstPageAsync(++_search, query, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Reads the rows after the last.</summary>
    public async Task MoreAsync(CancellationToken cancellationToken)
    {
        if (Rows.IsEmpty || IsLoading) return;
        IsLoading = true;
        Trouble = null;
        await ReadAsync(++_search, _query with { Before = Rows[^1].Key }, found => Rows = [.. Rows, .. found.Select(ConnectionLine.From)], cancellationToken);
    }

    /// <summary>Opens or closes a decision.</summary>
    public async Task ToggleAsync(Guid id, CancellationToken cancellationToken)
    {
        (Decision, IsDecisionGone) = (null, false);
        Open = Open == id ? null : id;
        if (Open is null) return;
        try
        {
            var decision = await store.GetAsync(id, cancellationToken);
            if (Open == id) (Decision, IsDecisionGone) = (decision, decision is null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            (Trouble, Open) = (e.Message, null);
        }
    }

    private Task FirstPageAsync(int search, HistoryQuery query, DateTimeOffset now, CancellationToken cancellationToken) => ReadAsync(search, query, found =>
    {
        (_query, AsOf) = (query, now);
        Rows = [.. found.Select(ConnectionLine.From)];
    }, cancellationToken);

    private async Task ReadAsync(int search, HistoryQuery query, Action<IReadOnlyList<ConnectionSummary>> take, CancellationToken cancellationToken)
    {
        try
        {
            var found = await store.ListAsync(query, cancellationToken);
            if (search != _search) return;
            take(found);
            HasMore = found.Count == query.Max;
            Lists = [.. Lists.Concat(found.Where(r => r.Hits is not null).SelectMany(r => r.Hits!.Split(' ')).Select(h => h.Split('=', '*')[0])).Where(l => l.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The page shows it and offers to try again; EF Core has logged it.
            if (search == _search) Trouble = e.Message;
        }
        finally
        {
            if (search == _search) IsLoading = false;
        }
    }
}
