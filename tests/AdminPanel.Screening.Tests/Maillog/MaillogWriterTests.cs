using System.Collections.Concurrent;
using System.Net;
using AdminPanel.Screening.Maillog;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Testing.Lab;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AdminPanel.Screening.Tests.Maillog;

public sealed class MaillogWriterTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("maillog-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 16, 5, 0, TimeSpan.Zero));
    private MaillogWriter? _writer;

    private string LogPath => Path.Combine(_folder, "logs", "maillog");

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null) await _writer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task OnNote_Notes_WrittenInOrder()
    {
        var writer = Start();
        for (var port = 1; port <= 3; port++) writer.OnNote(Note(port));
        await WrittenAsync(3);
        var lines = await File.ReadAllLinesAsync(LogPath, TestContext.Current.CancellationToken);
        Assert.Equal([.. Enumerable.Range(1, 3).Select(port => $"Nov 22 16:05:00 mx postfix/postscreen[321]: PASS NEW [192.0.2.1]:{port}")], lines);
        Assert.Null(writer.Trouble);
    }

    [Fact]
    public async Task OnNote_FileRenamed_NewFileWithinASecond()
    {
        var writer = Start();
        writer.OnNote(Note(1));
        await WrittenAsync(1);
        File.Move(LogPath, LogPath + ".1");
        _time.Advance(TimeSpan.FromSeconds(1));
        writer.OnNote(Note(2));
        await WrittenAsync(2);
        Assert.EndsWith(":1\n", await TextAsync(LogPath + ".1"), StringComparison.Ordinal);
        Assert.EndsWith(":2\n", await TextAsync(LogPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnNote_FileRenamedAndCreated_NewFileIsUsed()
    {
        var writer = Start();
        writer.OnNote(Note(1));
        await WrittenAsync(1);
        File.Move(LogPath, LogPath + ".1");
        await File.WriteAllTextAsync(LogPath, "", TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));
        writer.OnNote(Note(2));
        await WrittenAsync(2);
        Assert.EndsWith(":2\n", await TextAsync(LogPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnNote_FileTruncated_NoHole()
    {
        var writer = Start();
        writer.OnNote(Note(1));
        await WrittenAsync(1);
        using (var other = new FileStream(LogPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) other.SetLength(0);
        writer.OnNote(Note(2));
        await WrittenAsync(2);
        Assert.StartsWith("Nov 22", await TextAsync(LogPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reopen_Renamed_NewFileAtOnce()
    {
        var writer = Start();
        writer.OnNote(Note(1));
        await WrittenAsync(1);
        File.Move(LogPath, LogPath + ".1");
        writer.Reopen();
        writer.OnNote(Note(2));
        await WrittenAsync(2);
        Assert.EndsWith(":2\n", await TextAsync(LogPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnNote_PathNotWritable_KeepsTheLinesAndSaysWhy()
    {
        Directory.CreateDirectory(LogPath);
        var writer = Start();
        writer.OnNote(Note(1));
        await UntilAsync(() => writer.Trouble is not null);
        Assert.Contains(LogPath, writer.Trouble, StringComparison.Ordinal);
        Assert.Equal((0L, 1), (writer.Lost, writer.Waiting));

        Directory.Delete(LogPath);
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return writer.Written == 1;
        });
        await UntilAsync(() => writer.Trouble is null);
        Assert.EndsWith(":1\n", await TextAsync(LogPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnNote_QueueFull_DropsAndCounts()
    {
        Directory.CreateDirectory(LogPath);
        var writer = Start(queueLimit: 10);
        writer.OnNote(Note(1));
        await UntilAsync(() => writer.Trouble is not null);
        for (var port = 2; port < 102; port++) writer.OnNote(Note(port));
        Assert.Equal((90L, 11), (writer.Lost, writer.Waiting));
        Directory.Delete(LogPath);
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return writer.Written == 11;
        });
    }

    [Fact]
    public async Task OnNote_QueueFull_WarnsOnceAndSaysHowManyWereLost()
    {
        Directory.CreateDirectory(LogPath);
        var log = new WarningLog();
        var writer = Start(queueLimit: 10, log);
        writer.OnNote(Note(1));
        await UntilAsync(() => writer.Trouble is not null);
        for (var port = 2; port < 102; port++) writer.OnNote(Note(port));
        Directory.Delete(LogPath);
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return writer.Written == 11;
        });
        await writer.DisposeAsync();

        Assert.Equal([1102, 1103], log.Events.Select(static e => e.Id).Where(static id => id > 1101));
        Assert.Contains("90 lines", log.Events.Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnNote_BurstOf19000RefusedClients_NoLineLost()
    {
        var writer = Start(queueLimit: new MaillogOptions { Path = LogPath }.QueueLimit);

        // Six lines a client: connect, two lists, rank, rejected recipient, disconnect. The disk takes none of them meanwhile.
        for (var line = 0; line < 6 * 19_000; line++) writer.OnNote(Note(line % 65_536));
        await writer.DisposeAsync();

        Assert.Equal((6L * 19_000, 0L), (writer.Written, writer.Lost));
    }

    [Fact]
    public async Task OnNote_DiskFull_TroubleAndNothingCountedAsWritten()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        await using var writer = new MaillogWriter(new MaillogOptions { Path = "/dev/full" });
        writer.OnNote(Note(1));
        await UntilAsync(() => writer.Trouble is not null);
        Assert.Equal((0L, 1), (writer.Written, writer.Waiting));
    }

    [Fact]
    public async Task DisposeAsync_QueuedLines_AreWrittenFirst()
    {
        var writer = Start();
        for (var port = 0; port < 5_000; port++) writer.OnNote(Note(port));
        await writer.DisposeAsync();
        Assert.Equal(5_000, (await File.ReadAllLinesAsync(LogPath, TestContext.Current.CancellationToken)).Length);
        Assert.Equal((5_000L, 0L), (writer.Written, writer.Lost));
    }

    private static ScreeningNote Note(int port) => new()
    {
        Kind = NoteKind.PassNew,
        At = new DateTimeOffset(2026, 11, 22, 16, 5, 0, TimeSpan.Zero),
        Client = new IPEndPoint(IPAddress.Parse("192.0.2.1"), port),
    };

    private static async Task<string> TextAsync(string path) => await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    private static Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync("the writer gets there", Patience.Limit, condition, TestContext.Current.CancellationToken);

    private MaillogWriter Start(int queueLimit = 20_000, ILogger<MaillogWriter>? log = null) =>
        _writer = new MaillogWriter(new MaillogOptions { Path = LogPath, Host = "mx", ProcessId = 321, QueueLimit = queueLimit }, _time, log);

    private Task WrittenAsync(int lines) => UntilAsync(() => _writer!.Written == lines);

    private sealed class WarningLog : ILogger<MaillogWriter>
    {
        public ConcurrentQueue<(int Id, string Text)> Events { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Events.Enqueue((eventId.Id, formatter(state, exception)));
    }
}
