using System.Runtime.InteropServices;
using AdminPanel.Screening.Maillog;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Hosting;

/// <summary>Writes the maillog while the engine runs, and opens its file anew on SIGHUP, as log rotation asks for.</summary>
internal sealed partial class MaillogService(VerdictStream verdicts, MaillogWriter maillog, ILogger<MaillogService> logger) : IHostedService
{
    // Kept, because an unreferenced registration is collected and SIGHUP then ends the process.
    private PosixSignalRegistration? _hangup;
    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = verdicts.Add(maillog);
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            maillog.Reopen();
            LogReopened(maillog.Path);
        });
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _hangup?.Dispose();
        _subscription?.Dispose();
        await maillog.DisposeAsync();
    }

    [LoggerMessage(5031, LogLevel.Information, "Reopening {Path}")]
    private partial void LogReopened(string path);
}
