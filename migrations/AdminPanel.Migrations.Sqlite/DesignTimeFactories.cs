using AdminPanel.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Migrations.Sqlite;

/// <summary>
/// For <c>dotnet ef</c>: the same services as the host. Identity reads its schema version from them; without, the passkey table
/// would be missing from the migration.
/// </summary>
internal sealed class PanelDesignTimeFactory : IDesignTimeDbContextFactory<PanelDbContext>
{
    public PanelDbContext CreateDbContext(string[] args) => DesignTime.Create<PanelDbContext>();
}

/// <summary>For <c>dotnet ef</c>.</summary>
internal sealed class HistoryDesignTimeFactory : IDesignTimeDbContextFactory<HistoryDbContext>
{
    public HistoryDbContext CreateDbContext(string[] args) => DesignTime.Create<HistoryDbContext>();
}

/// <summary>What the factories share.</summary>
internal static class DesignTime
{
    public static TContext Create<TContext>()
        where TContext : DbContext =>
        new ServiceCollection()
            .AddLogging()
            .AddAdminPanelStore(Path.GetTempPath())
            .BuildServiceProvider()
            .GetRequiredService<IDbContextFactory<TContext>>()
            .CreateDbContext();
}
