using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace AdminPanel.Web.Hosting;

/// <summary>The application log: to the console in words, to logs/adminpanel-DATE.log as compact JSON. The maillog is another file with another purpose.</summary>
internal static class PanelLogging
{
    private const long FileSize = 50 * 1024 * 1024;
    private const int FilesKept = 14;

    public static void AddPanelLogging(this WebApplicationBuilder builder, AdminPanelOptions options, bool forCommand)
    {
        var levels = new LogLevels();
        if (Enum.TryParse<LogLevel>(builder.Configuration["Logging:LogLevel:Default"], true, out var level)) levels.Minimum = level;
        else if (forCommand) levels.Minimum = LogLevel.Warning;
        builder.Services.AddSingleton(levels);
        builder.Logging.ClearProviders();
        builder.Services.AddSerilog((_, log) => log
            .MinimumLevel.ControlledBy(levels.Switch)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)

            // Warns at every first start that keys are not encrypted; their directory is closed to others.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)

            // What stops the start is printed once, by the command; the host would add a stack trace.
            .Filter.ByExcluding(static log => log.MessageTemplate.Text == "Hosting failed to start")
            .WriteTo.Console(formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: forCommand ? LogEventLevel.Verbose : null)
            .WriteTo.File(
                new CompactJsonFormatter(),
                Path.Combine(options.LogDirectory, "adminpanel-.log"),
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: FileSize,
                retainedFileCountLimit: FilesKept));
    }
}
