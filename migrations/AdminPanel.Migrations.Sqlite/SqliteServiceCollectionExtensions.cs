using AdminPanel.Store;
using AdminPanel.Store.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Migrations.Sqlite;

/// <summary>Registers the stores on SQLite.</summary>
public static class SqliteServiceCollectionExtensions
{
    private const string MigrationsAssembly = "AdminPanel.Migrations.Sqlite";

    /// <summary>
    /// Registers every store, the contexts behind them and <see cref="DatabaseUpgrade"/>, with panel.db and history.db in
    /// <paramref name="dataDirectory"/>. Nothing is opened before the first use; run <see cref="DatabaseUpgrade"/> first.
    /// </summary>
    public static IServiceCollection AddAdminPanelStore(this IServiceCollection services, string dataDirectory)
    {
        var files = new DatabaseFiles(Path.GetFullPath(dataDirectory));
        services.AddSingleton(files);
        services.AddSingleton<DatabaseUpgrade>();
        services.AddSingleton<DatabaseBackups>();
        services.AddSingleton<IConnectionTextIndex, SqliteTextIndex>();
        services.AddSingleton<IBulkStatements, SqliteBulkStatements>();
        services.AddStores();
        services.AddDbContextFactory<PanelDbContext>(options => Configure(options, files.Panel));
        services.AddDbContextFactory<HistoryDbContext>(options => Configure(options, files.History));
        return services;
    }

    private static void Configure(DbContextOptionsBuilder options, string file) => options
        .UseSqlite(DatabaseFiles.ConnectionString(file), static sqlite => sqlite.MigrationsAssembly(MigrationsAssembly))
        .AddInterceptors(SqlitePragmas.Instance);
}
