using AdminPanel.Migrations.Sqlite;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Account;
using Microsoft.AspNetCore.Mvc;

namespace AdminPanel.Web.Features.SystemState;

/// <summary><c>/system/backups/{name}</c>: a kept copy as a file, for administrators; password hashes and keys are in it.</summary>
internal static class BackupDownload
{
    public static void MapBackupDownload(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/system/backups/{name}", static async (
        string name, [FromServices] DatabaseBackups backups, [FromServices] AuditLog audit, HttpContext context) =>
    {
        if (backups.Find(name) is not { } path) return Results.NotFound();
        await audit.WriteAsync(context.User.Identity?.Name ?? "", "downloaded backup", name, null, null, context.RequestAborted);
        return Results.File(path, "application/vnd.sqlite3", name);
    }).RequireAuthorization(PanelRoles.CanAdminister);
}
