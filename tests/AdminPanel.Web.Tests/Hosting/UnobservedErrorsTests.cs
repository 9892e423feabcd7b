using System.Runtime.CompilerServices;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Web.Tests.Hosting;

public sealed class UnobservedErrorsTests
{
    [Fact]
    public async Task Log_TaskFailsUnseen_CountsAndLogsItOnceFound()
    {
        var log = new ErrorLog();
        await using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log)).AddSingleton<UnobservedErrors>().BuildServiceProvider();
        var errors = services.GetRequiredService<UnobservedErrors>();
        await errors.StartAsync(PanelStore.Cancellation);

        FailUnseen("nobody looked at this");
        while (!log.Found.Task.IsCompleted && !PanelStore.Cancellation.IsCancellationRequested)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        await errors.StopAsync(PanelStore.Cancellation);
        Assert.True(errors.Count > 0);
        Assert.Equal("nobody looked at this", (await log.Found.Task).InnerException?.Message);
    }

    // Its own frame, so that no register keeps the task alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailUnseen(string words) => Task.FromException(new InvalidOperationException(words));

    /// <summary>Waits for the error of this test; other tests of the process may leave their own.</summary>
    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public TaskCompletionSource<Exception> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error && exception?.InnerException?.Message == "nobody looked at this") Found.TrySetResult(exception);
        }

        public void Dispose()
        {
        }
    }
}
