using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.Labels;
using AdminPanel.Web.Features.OldLogs;
using Microsoft.AspNetCore.DataProtection;

namespace AdminPanel.Web.Hosting;

/// <summary>Puts the whole program together: store, engine, accounts, pages.</summary>
internal static class PanelHost
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Builds the panel and engine from configuration keys. Throws <see cref="StartException"/> with everything that is wrong with them.</summary>
    /// <param name="keys"><c>--Key=value</c> arguments.</param>
    /// <param name="forCommand">For a command that runs and ends: warnings only, to standard error, so that output stays clean.</param>
    /// <param name="addServices">More services, e.g. those of the demonstration.</param>
    public static WebApplication Build(string[] keys, bool forCommand = false, Action<IServiceCollection>? addServices = null)
    {
        // A published program finds its web root beside itself, whatever the working directory; a source run takes it from the build's manifest.
        var published = !File.Exists(Path.Combine(AppContext.BaseDirectory, "AdminPanel.staticwebassets.runtime.json"));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = keys,
            ApplicationName = typeof(PanelHost).Assembly.GetName().Name,
            ContentRootPath = published ? AppContext.BaseDirectory : null,
        });
        builder.WebHost.UseStaticWebAssets();

        var options = Options(builder.Configuration);
        PrivateFiles.CreateDataDirectory(options.DataDirectory);
        PrivateFiles.CreateDirectory(options.LogDirectory);
        PrivateFiles.CreateDirectory(options.KeyDirectory);
        if (builder.Configuration["Urls"] is null && builder.Configuration["HTTP_PORTS"] is null && builder.Configuration["HTTPS_PORTS"] is null)
            builder.WebHost.UseUrls(DefaultUrl);

        builder.AddPanelLogging(options, forCommand);
        builder.Services.AddSingleton(options);
        builder.Services.AddDataProtection().SetApplicationName("AdminPanel").PersistKeysToFileSystem(new DirectoryInfo(options.KeyDirectory));
        builder.Services.AddPanelStore(options);
        builder.Services.AddEngine(options);
        builder.Services.AddAccounts(options);
        builder.Services.AddAdminPanelWeb();
        addServices?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapAdminPanel();
        return app;
    }

    /// <summary>Reads the deployment keys or throws <see cref="StartException"/>.</summary>
    public static AdminPanelOptions Options(IConfiguration configuration)
    {
        var (options, problems) = DeploymentReader.Read(configuration);
        return options ?? throw new StartException(problems);
    }

    private static void AddPanelStore(this IServiceCollection services, AdminPanelOptions options)
    {
        services.AddAdminPanelStore(options.DataDirectory);
        services.AddOptions<HistoryOptions>().BindConfiguration(HistoryOptions.Section);
        services.AddSingleton<VerdictStream>();
        services.AddSingleton(new SettingsSource(ScreeningSnapshot.Compile(0, new ScreeningSettings())));
        services.AddSingleton<SettingsPublisher>();
        services.AddSingleton<LogImport>();
        services.AddSingleton<LogImportRunner>();
        services.AddHostedService<StoreStartUp>();
        services.AddHostedService<HistoryService>();
        services.AddHostedService<SettingsFollower>();
        services.AddSingleton<MailLogFollower>();
        services.AddHostedService(static provider => provider.GetRequiredService<MailLogFollower>());
    }
}
