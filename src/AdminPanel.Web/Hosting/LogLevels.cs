using Serilog.Core;
using Serilog.Events;

namespace AdminPanel.Web.Hosting;

/// <summary>The application log's level: <c>Logging:LogLevel:Default</c> at start, then whatever the System page sets. Thread-safe.</summary>
public sealed class LogLevels
{
    /// <summary>The levels that can be chosen, quietest last.</summary>
    public static IReadOnlyList<LogLevel> All { get; } =
        [LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Critical];

    /// <summary>The lowest level that is written.</summary>
    public LogLevel Minimum
    {
        get => (LogLevel)(int)Switch.MinimumLevel;
        set => Switch.MinimumLevel = (LogEventLevel)Math.Clamp((int)value, 0, 5);
    }

    /// <summary>Serilog's own switch.</summary>
    internal LoggingLevelSwitch Switch { get; } = new();
}
