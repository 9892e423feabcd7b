using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AdminPanel.Store.Audit;
using AdminPanel.Store.History;
using CsvHelper;
using Microsoft.AspNetCore.Mvc;

namespace AdminPanel.Web.Features.History;

/// <summary>The filtered history as a file, for those who are signed in: <c>/connections/export.csv</c> and <c>.json</c>, same query as the page.</summary>
internal static class HistoryExport
{
    /// <summary>Rows held in memory at a time; the file has as many as match.</summary>
    private const int PageSize = 2_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Maps both files.</summary>
    public static IEndpointRouteBuilder MapHistoryExport(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/connections/export.csv", CsvAsync).RequireAuthorization();
        endpoints.MapGet("/connections/export.json", JsonAsync).RequireAuthorization();
        return endpoints;
    }

    /// <summary>
    /// Writes rows as CSV. Text that a spreadsheet would run as a formula gets an apostrophe in front, because HELO names and addresses come
    /// from strangers.
    /// </summary>
    public static async Task WriteCsvAsync(IAsyncEnumerable<ExportRow> rows, Stream output, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(output, CsvWriterOptions.Default with { Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteHeader(ExportRow.Columns);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            row.Write(csv);
            await csv.EndRecordAsync(cancellationToken);
        }
    }

    /// <summary>Writes rows as one JSON array.</summary>
    public static Task WriteJsonAsync(IAsyncEnumerable<ExportRow> rows, Stream output, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(output, rows, Json, cancellationToken);

    private static Task<IResult> CsvAsync(HttpContext context, [FromServices] HistoryStore store, [FromServices] TimeProvider time) =>
        FileAsync(context, store, time, "text/csv", "csv", WriteCsvAsync);

    private static Task<IResult> JsonAsync(HttpContext context, [FromServices] HistoryStore store, [FromServices] TimeProvider time) =>
        FileAsync(context, store, time, "application/json", "json", WriteJsonAsync);

    private static async Task<IResult> FileAsync(HttpContext context, HistoryStore store, TimeProvider time, string type, string ending, Func<IAsyncEnumerable<ExportRow>, Stream, CancellationToken, Task> write)
    {
        var filter = ConnectionFilter.Parse(context.Request.QueryString.Value);
        if (filter.ClientProblem is { } problem) return Results.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        var now = time.GetUtcNow();
        var rows = ReadAsync(store, filter.ToHistoryQuery(now), context.RequestAborted);
        await context.RequestServices.GetRequiredService<AuditLog>().WriteAsync(
            context.User.Identity?.Name ?? "", "exported history", context.Request.QueryString.Value is { Length: > 0 } asked ? asked : "all", null, ending, context.RequestAborted);
        return Results.Stream(output => write(rows, output, context.RequestAborted), type, $"connections-{now.UtcDateTime:yyyyMMdd-HHmmss}.{ending}");
    }

    private static async IAsyncEnumerable<ExportRow> ReadAsync(HistoryStore store, HistoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HistoryPosition? next = null;
        do
        {
            var before = next;
            var page = await Task.Run(() => store.SearchAsync(query with { Max = PageSize, Before = before }, null, cancellationToken), cancellationToken);
            foreach (var row in page.Rows) yield return ExportRow.From(row);
            next = page.Next;
        }
        while (next is not null);
    }
}
