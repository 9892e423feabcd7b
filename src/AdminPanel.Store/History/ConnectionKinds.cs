using System.Data.Common;
using System.Globalization;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.History;

/// <summary>Finds or makes the <see cref="ConnectionKindRow"/> of a verdict, within one transaction.</summary>
internal sealed class ConnectionKinds(DbTransaction transaction) : IDisposable
{
    private const string Find =
        """
        SELECT "Kind" FROM "ConnectionKinds" WHERE "SettingsVersion" = @p0 AND "Reason" = @p1 AND "Disposition" = @p2 AND "WouldHave" = @p3
          AND ("Rank" = @p4 OR ("Rank" IS NULL AND @p4 IS NULL)) AND "Threshold" = @p5
        """;

    private const string Insert =
        """
        INSERT INTO "ConnectionKinds" ("SettingsVersion", "Reason", "Disposition", "WouldHave", "Rank", "Threshold")
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5) RETURNING "Kind"
        """;

    private readonly Dictionary<(long, VerdictReason, VerdictDisposition, bool, int?, int), long> _known = [];
    private readonly DbCommand _find = transaction.Prepare(Find, 6);
    private readonly DbCommand _insert = transaction.Prepare(Insert, 6);

    public async ValueTask<long> OfAsync(VerdictEvent v, CancellationToken cancellationToken)
    {
        var kind = (v.SettingsVersion, v.Reason, v.Disposition, v.WouldHave, v.Rank, v.Threshold);
        if (_known.TryGetValue(kind, out var number)) return number;
        object?[] values = [v.SettingsVersion, v.Reason.ToString(), v.Disposition.ToString(), v.WouldHave, v.Rank, v.Threshold];
        var found = await _find.With(values).ExecuteScalarAsync(cancellationToken).ConfigureAwait(false)
            ?? await _insert.With(values).ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return _known[kind] = Convert.ToInt64(found, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }
}
