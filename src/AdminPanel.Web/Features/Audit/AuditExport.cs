using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Account;
using AdminPanel.Web.Shared;
using CsvHelper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace AdminPanel.Web.Features.Audit;

/// <summary>The filtered audit as a file: <c>/audit/export.csv</c> and <c>.json</c>, same query as the page; streamed, secrets masked.</summary>
internal static class AuditExport
{
    private const int PageSize = 1_000;
    private static readonly string[] Columns = ["id", "at", "who", "from", "what", "path", "version", "old", "new"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void MapAuditExport(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/audit/export.csv", static (HttpContext context, [FromServices] AuditLog audit) => FileAsync(context, audit, "text/csv", "csv", WriteCsvAsync)).RequireAuthorization();
        endpoints.MapGet("/audit/export.json", static (HttpContext context, [FromServices] AuditLog audit) => FileAsync(context, audit, "application/json", "json", static (rows, output, cancellation) =>
            JsonSerializer.SerializeAsync(output, rows, Json, cancellation))).RequireAuthorization();
    }

    /// <summary>Text that a spreadsheet would run as a formula gets an apostrophe in front: names of failed sign-ins come from strangers.</summary>
    private static async Task WriteCsvAsync(IAsyncEnumerable<AuditEntry> rows, Stream output, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(output, CsvWriterOptions.Default with { Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteHeader(Columns);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            csv.WriteField(row.Id);
            csv.WriteField(row.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"));
            foreach (var text in (string?[])[row.Who, row.From, row.What, row.Path, row.Version?.ToString(), row.Old, row.New]) csv.WriteField(text ?? "");
            await csv.EndRecordAsync(cancellationToken);
        }
    }

    private static async Task<IResult> FileAsync(HttpContext context, AuditLog audit, string type, string ending, Func<IAsyncEnumerable<AuditEntry>, Stream, CancellationToken, Task> write)
    {
        var (services, aborted) = (context.RequestServices, context.RequestAborted);
        var (secrets, now) = (services.GetRequiredService<SecretZones>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var filter = AuditFilter.Parse(context.Request.Query);
        var viewer = new Viewer();
        viewer.Apply(ViewerChoice.Read(context.Request.Cookies));
        var everything = (await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, null, PanelRoles.CanAdminister)).Succeeded;
        await audit.WriteAsync(context.User.Identity?.Name ?? "", "exported audit", filter.IsRestricted ? filter.Href : "all", null, ending, aborted);
        await secrets.RefreshAsync(aborted);
        var rows = ReadAsync(audit, secrets, filter.ToQuery(PageSize, viewer.Zone) with { WithoutFailures = !everything }, aborted);
        return Results.Stream(output => write(rows, output, aborted), type, $"audit-{now.UtcDateTime:yyyyMMdd-HHmmss}.{ending}");
    }

    private static async IAsyncEnumerable<AuditEntry> ReadAsync(AuditLog audit, SecretZones secrets, AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await audit.ListAsync(query, cancellationToken);
            foreach (var entry in page) yield return entry.Masked(secrets);
            if (page.Count < PageSize) yield break;
            query = query with { Before = page[^1].Id };
        }
    }
}
