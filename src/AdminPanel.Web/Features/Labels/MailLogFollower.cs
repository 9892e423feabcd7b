using System.Data.Common;
using AdminPanel.Postfix.Maillog;
using AdminPanel.Store.Labels;

namespace AdminPanel.Web.Features.Labels;

/// <summary>
/// Follows the mail server's log (deployment key <c>Labels:MailLog</c>) and labels the connections that were handed over. Works on a thread of its own, a
/// bounded number of lines at a time; screening never waits for it. Without the key it does nothing.
/// </summary>
internal sealed partial class MailLogFollower(IConfiguration configuration, LabelStore labels, TimeProvider time, ILogger<MailLogFollower> logger) : BackgroundService
{
    /// <summary>The deployment key.</summary>
    public const string Key = "Labels:MailLog";

    private const int LinesAtOnce = 20_000;
    private const int WaitingLimit = 20_000;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    /// <summary>The connection itself must be in the history by then.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    private readonly Queue<(long Since, LabelSign Sign)> _waiting = new();
    private long _lines;
    private long _said;
    private long _labelled;
    private long _lastTicks;
    private volatile string? _trouble;

    /// <summary>The file; null without the key.</summary>
    public string? File { get; } = configuration[Key] is { Length: > 0 } file ? file : null;

    /// <summary>Lines read since the start.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>What filters said since the start.</summary>
    public long Said => Interlocked.Read(ref _said);

    /// <summary>Words that found their connection since the start.</summary>
    public long Labelled => Interlocked.Read(ref _labelled);

    /// <summary>When the last line was read, UTC; null before the first.</summary>
    public DateTimeOffset? LastAt => Interlocked.Read(ref _lastTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Why the file cannot be read, or labels not be written; null when all is well.</summary>
    public string? Trouble => _trouble;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (File is null) return;
        using var tail = new MailLogTail(File);
        var parser = new MailLineParser(time.GetUtcNow().UtcDateTime, TimeZoneInfo.Local);
        var signs = new MailSignReader();
        using var timer = new PeriodicTimer(s_pause, time);
        try
        {
            do
            {
                var trouble = await Task.Run(() => Read(tail, parser, signs), stoppingToken) ?? await WriteAsync(stoppingToken);
                if (trouble is not null && _trouble is null) LogTrouble(File, trouble);
                _trouble = trouble;
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends; what was not labelled is said again when the log is imported.
        }
    }

    private string? Read(MailLogTail tail, MailLineParser parser, MailSignReader signs)
    {
        try
        {
            if (!System.IO.File.Exists(File)) return $"{File} does not exist";
            for (var i = 0; i < LinesAtOnce && tail.TryRead(out var line); i++)
            {
                Interlocked.Increment(ref _lines);
                Interlocked.Exchange(ref _lastTicks, time.GetUtcNow().UtcTicks);
                if (parser.TryParse(line, out var parsed)) signs.Add(parsed);
                while (signs.TryTake(out var sign))
                {
                    Interlocked.Increment(ref _said);
                    if (_waiting.Count < WaitingLimit) _waiting.Enqueue((time.GetTimestamp(), MailSigns.ToLabel(sign)));
                }
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private async Task<string?> WriteAsync(CancellationToken stopping)
    {
        var due = new List<LabelSign>();
        foreach (var (since, sign) in _waiting)
        {
            if (time.GetElapsedTime(since) < s_patience) break;
            due.Add(sign);
        }

        if (due.Count == 0) return null;
        try
        {
            Interlocked.Add(ref _labelled, await labels.AddAsync(due, stopping));
            for (var i = 0; i < due.Count; i++) _waiting.Dequeue();
            return null;
        }
        catch (DbException e)
        {
            // Tried again with the next tick.
            return $"labels could not be written: {e.Message}";
        }
    }

    [LoggerMessage(6301, LogLevel.Warning, "The mail server's log {File} cannot be followed, trying again: {Reason}")]
    private partial void LogTrouble(string file, string reason);
}
