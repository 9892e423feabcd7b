using System.Collections.Immutable;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Shared;

namespace AdminPanel.Web.Features.Audit;

/// <summary>What the audit page shows. Belongs to one circuit, not thread-safe; a newer search overtakes an older one.</summary>
internal sealed class AuditPageModel(AuditLog audit, SettingsSource settings, SecretZones secrets, TimeProvider time)
{
    /// <summary>Entries read at a time.</summary>
    public const int PageSize = 100;

    private int _search;

    /// <summary>What is looked for.</summary>
    public AuditFilter Filter { get; private set; } = new();

    /// <summary>Entries read so far, newest first.</summary>
    public ImmutableArray<AuditLine> Lines { get; private set; } = [];

    /// <summary>Everybody who did something.</summary>
    public IReadOnlyList<string> People { get; private set; } = [];

    /// <summary>Everything that was ever done.</summary>
    public IReadOnlyList<string> Kinds { get; private set; } = [];

    /// <summary>The time zone in which days begin.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>True to show failed sign-ins too.</summary>
    public bool WithFailures { get; set; }

    /// <summary>True while entries are being read.</summary>
    public bool IsLoading { get; private set; } = true;

    /// <summary>True when older entries may exist.</summary>
    public bool HasMore { get; private set; }

    /// <summary>When the newest entries were read; null before that.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>Why entries could not be read; null when all is well. Entries read before stay and are then stale.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Reads the newest entries that match <paramref name="filter"/>.</summary>
    public Task SearchAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        if (filter != Filter) Lines = [];
        Filter = filter;
        return ReadAsync(null, cancellationToken);
    }

    /// <summary>Reads the entries after the last.</summary>
    public Task MoreAsync(CancellationToken cancellationToken) =>
        Lines.IsEmpty || IsLoading ? Task.CompletedTask : ReadAsync(Lines[^1].Entry.Id, cancellationToken);

    private async Task ReadAsync(long? before, CancellationToken cancellationToken)
    {
        var search = ++_search;
        (IsLoading, Trouble) = (true, null);
        try
        {
            var now = time.GetUtcNow();
            var found = await audit.ListAsync(Filter.ToQuery(PageSize, Zone) with { Before = before, WithoutFailures = !WithFailures }, cancellationToken);
            var people = before is null ? await audit.ListPeopleAsync(cancellationToken) : People;
            var kinds = before is null ? await audit.ListKindsAsync(cancellationToken) : Kinds;
            await secrets.RefreshAsync(cancellationToken);
            if (search != _search) return;
            var lines = found.Select(entry => AuditLine.From(entry.Masked(secrets), settings.Current.Settings));
            Lines = before is null ? [.. lines] : [.. Lines, .. lines];
            (People, Kinds, HasMore, AsOf) = (people, kinds, found.Count == PageSize, before is null ? now : AsOf);
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
