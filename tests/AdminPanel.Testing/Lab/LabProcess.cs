using System.Diagnostics;
using System.Text;

namespace AdminPanel.Testing.Lab;

/// <summary>A child process whose output is kept and can be waited for. Disposing kills it with its children.</summary>
public sealed class LabProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LabProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        start.UseShellExecute = false;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Exited += (_, _) => Signal();
    }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>True once it ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Everything it wrote so far, both streams.</summary>
    public string Output
    {
        get { lock (_lock) return _output.ToString(); }
    }

    /// <summary>Starts a program with an optional change of its start information (environment, folder).</summary>
    public static LabProcess Start(string program, IEnumerable<string> arguments, Action<ProcessStartInfo>? configure = null)
    {
        var start = new ProcessStartInfo(program, arguments);
        configure?.Invoke(start);
        var process = new LabProcess(start);
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs a program to its end and returns its exit code and output.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken, string? input = null, TimeSpan? timeout = null)
    {
        await using var process = Start(program, arguments);
        if (input is not null) await process._process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process._process.StandardInput.Close();
        var code = await process.WaitForExitAsync(timeout ?? Patience.Limit, cancellationToken);
        return (code, process.Output);
    }

    /// <summary>Waits until the output satisfies <paramref name="condition"/> and returns it; fails with the output when it does not in time.</summary>
    public async Task<string> WaitForOutputAsync(Func<string, bool> condition, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            var output = Output;
            if (condition(output)) return output;
            if (_process.HasExited) throw new InvalidOperationException($"{_process.StartInfo.FileName} ended with code {_process.ExitCode}:\n{output}");
            try
            {
                await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"{_process.StartInfo.FileName} did not say it within {timeout.TotalSeconds} s:\n{Output}");
            }
        }
    }

    /// <summary>Waits for its end and returns the exit code; kills it when it takes too long.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{_process.StartInfo.FileName} still ran after {timeout.TotalSeconds} s:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>SIGKILL, as kill -9 does.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Sends a signal by name, e.g. <c>TERM</c>.</summary>
    public async Task SignalAsync(string name, CancellationToken cancellationToken) =>
        await RunAsync(LabTools.Require("kill"), [$"-{name}", _process.Id.ToString()], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (_lock) _output.AppendLine(line);
        Signal();
    }

    private void Signal() =>
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
