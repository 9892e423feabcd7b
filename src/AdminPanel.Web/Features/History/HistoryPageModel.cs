using System.Collections.Immutable;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Features.History;

/// <summary>
/// What the history page shows. Belongs to one circuit, not thread-safe; a newer search overtakes an older one. A search that takes long
/// shows what it has after a moment and goes on, until the page is full.
/// </summary>
/// <param name="store">Where connections are.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Called when there is more to show than when the running call was made.</param>
internal sealed class HistoryPageModel(HistoryStore store, TimeProvider time, Action? changed = null)
{
    /// <summary>Rows read at a time.</summary>
    public const int PageSize = 100;

    /// <summary>Matching connections are counted up to this many.</summary>
    public const int Counted = 10_000;

    private static readonly TimeSpan FirstPatience = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private int _search;
    private HistoryQuery _query = new();

    /// <summary>The conditions in force.</summary>
    public ConnectionFilter Filter { get; private set; } = ConnectionFilter.None;

    /// <summary>Rows read so far, newest first.</summary>
    public ImmutableArray<ConnectionLine> Rows { get; private set; } = [];

    /// <summary>True while rows are being read.</summary>
    public bool IsLoading { get; private set; } = true;

    /// <summary>True when older rows may exist.</summary>
    public bool HasMore => Next is not null;

    /// <summary>While a long search runs or was stopped: everything newer than this was looked at. Null otherwise.</summary>
    public DateTimeOffset? SearchedBackTo { get; private set; }

    /// <summary>How many connections match; null until it is known.</summary>
    public HistoryCount? Count { get; private set; }

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

    private HistoryPosition? Next { get; set; }

    /// <summary>Reads the newest rows that match <paramref name="filter"/>, and counts how many there are.</summary>
    public async Task SearchAsync(ConnectionFilter filter, CancellationToken cancellationToken)
    {
        var search = ++_search;
        if (filter != Filter) Rows = [];
        (Filter, IsLoading, Trouble, Open, Decision, Count, SearchedBackTo) = (filter, true, null, null, null, null, null);
        if (filter.ClientProblem is not null)
        {
            (IsLoading, Next, Rows) = (false, null, []);
            return;
        }

        var now = time.GetUtcNow();
        _query = filter.ToHistoryQuery(now) with { Max = PageSize };
        await FirstPageAsync(search, now, cancellationToken);
        await CountAsync(search, cancellationToken);
    }

    /// <summary>Reads the newest rows of a query that is not made by a filter.</summary>
    public async Task ListAsync(HistoryQuery query, CancellationToken cancellationToken)
    {
        (IsLoading, Trouble, _query) = (true, null, query);
        await FirstPageAsync(++_search, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Reads the rows after the last.</summary>
    public Task MoreAsync(CancellationToken cancellationToken)
    {
        if (Next is not { } next || IsLoading) return Task.CompletedTask;
        (IsLoading, Trouble) = (true, null);
        return ReadAsync(++_search, next, Rows, Rows.Length + _query.Max, cancellationToken);
    }

    /// <summary>Ends a long search; what it found stays.</summary>
    public void Stop()
    {
        _search++;
        IsLoading = false;
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

    private Task FirstPageAsync(int search, DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync(search, null, [], _query.Max, cancellationToken, () => AsOf = now);

    /// <summary>Adds rows after <paramref name="from"/> to <paramref name="rows"/> until there are <paramref name="wanted"/>.</summary>
    private async Task ReadAsync(int search, HistoryPosition? from, ImmutableArray<ConnectionLine> rows, int wanted, CancellationToken cancellationToken, Action? arrived = null)
    {
        try
        {
            for (var patience = FirstPatience; ; patience = Patience)
            {
                // Off the circuit's dispatcher: SQLite reads in line.
                var query = _query with { Before = from, Max = wanted - rows.Length };
                var page = await Task.Run(() => store.SearchAsync(query, patience, cancellationToken), cancellationToken);
                if (search != _search) return;
                arrived?.Invoke();
                rows = [.. rows, .. page.Rows.Select(ConnectionLine.From)];
                (Rows, from, Next) = (rows, page.Next, page.Next);
                SearchedBackTo = page.IsFull ? null : page.Next?.At;
                Lists = [.. Lists.Concat(page.Rows.SelectMany(HitLists)).Distinct().Order(StringComparer.Ordinal)];
                if (page.IsFull || rows.Length >= wanted) return;
                changed?.Invoke();
            }
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

    /// <summary>Counting is a help, not the answer: when it fails there is no number.</summary>
    private async Task CountAsync(int search, CancellationToken cancellationToken)
    {
        if (search != _search || Trouble is not null) return;
        if (Next is null)
        {
            Count = new HistoryCount(Rows.Length, IsAll: true);
            return;
        }

        changed?.Invoke();
        var query = _query;
        try
        {
            var count = await Task.Run(() => store.CountAsync(query, Counted, Patience, cancellationToken), cancellationToken);
            if (search == _search) Count = count;
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException)
        {
            // EF Core has logged it; the rows are there.
        }
    }

    private static IEnumerable<string> HitLists(ConnectionSummary row) =>
        row.Hits is null ? [] : row.Hits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static hit => HitChip.Parse(hit).List).Where(static list => list.Length > 0);
}
