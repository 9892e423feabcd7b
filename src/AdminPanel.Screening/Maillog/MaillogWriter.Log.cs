using Microsoft.Extensions.Logging;

namespace AdminPanel.Screening.Maillog;

public sealed partial class MaillogWriter
{
    [LoggerMessage(1100, LogLevel.Warning, "The mail log {Path} cannot be written, trying again each second: {Reason}")]
    private static partial void LogNotWritable(ILogger logger, string path, string reason);

    [LoggerMessage(1101, LogLevel.Information, "The mail log {Path} is written again")]
    private static partial void LogWritable(ILogger logger, string path);

    [LoggerMessage(1102, LogLevel.Warning, "The mail log {Path} is behind: {Limit} lines wait, further ones are dropped and counted")]
    private static partial void LogBehind(ILogger logger, string path, int limit);

    [LoggerMessage(1103, LogLevel.Warning, "The mail log {Path} has caught up; {Lost} lines were dropped")]
    private static partial void LogCaughtUp(ILogger logger, string path, long lost);
}
