using AdminPanel.Screening.LookupTables;
using AdminPanel.Screening.Settings;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AdminPanel.Screening.Tests.LookupTables;

/// <summary>Table files that are edited while they are in use.</summary>
public sealed class LiveTableTests : IDisposable
{
    private int _edits;
    private readonly string _directory = Directory.CreateTempSubdirectory("adminpanel-tables-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly LookupTableFiles _files;

    public LiveTableTests() => _files = new(_time);

    private string File => Path.Combine(_directory, "clients.cidr");

    public void Dispose()
    {
        _files.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Find_AfterAnEdit_NewAnswer()
    {
        Write("192.0.2.0/24 reject\n");
        var table = Open();
        Assert.Equal("reject", table.Find("192.0.2.1").Value);

        Write("192.0.2.0/24 permit\n");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("permit", table.Find("192.0.2.1").Value);
        Assert.Null(table.Trouble);
    }

    [Fact]
    public void Find_AfterABrokenEdit_LastGoodAnswerUntilItIsMended()
    {
        Write("192.0.2.0/24 reject\n");
        var table = Open();

        Write("192.0.2.0/24 permit\n192.0.2.0/99 permit\n");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("reject", table.Find("192.0.2.1").Value);
        Assert.Equal($"{File}:2: bad mask length in \"192.0.2.0/99\": skipping this rule. The table as it was before is still in use.", table.Trouble);

        Write("192.0.2.0/24 permit\n");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("permit", table.Find("192.0.2.1").Value);
        Assert.Null(table.Trouble);
    }

    [Fact]
    public void Find_FileRemovedAndBack_LastGoodAnswerMeanwhile()
    {
        Write("192.0.2.0/24 reject\n");
        var table = Open();

        System.IO.File.Delete(File);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("reject", table.Find("192.0.2.1").Value);
        Assert.Contains("No such file", table.Trouble, StringComparison.Ordinal);

        Write("192.0.2.0/24 dunno\n");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("dunno", table.Find("192.0.2.1").Value);
    }

    [Fact]
    public void Find_FileThatNeverWas_FailsAndSaysSo()
    {
        var table = Open();

        Assert.True(table.Find("192.0.2.1").Failed);
        Assert.Equal($"{File}: No such file. cidr:{File} cannot be asked.", table.Trouble);
    }

    [Fact]
    public async Task Find_EditWhileRunning_SeenByTheOwnClock()
    {
        Write("192.0.2.0/24 reject\n");
        using var files = new LookupTableFiles(TimeProvider.System);
        var table = files.Open(new("cidr", File));
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        table.Read += t =>
        {
            if (t.Find("192.0.2.1").Value == "permit") seen.TrySetResult();
        };

        Write("192.0.2.0/24 permit\n");

        await seen.Task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);

        // A table that nobody holds is forgotten, as it should be; this one is wanted until here.
        GC.KeepAlive(table);
    }

    [Fact]
    public void Snapshot_BrokenTable_ToldOnce()
    {
        var settings = new ScreeningSettings
        {
            Access = new() { Entries = [new() { Id = "1", Kind = AccessEntryKind.Table, Pattern = $"cidr:{File}" }], AllowlistInterfaces = [$"!cidr:{File}", "0.0.0.0/0"] },
        };

        var snapshot = ScreeningSnapshot.Compile(1, settings, _files);

        Assert.Contains(File, Assert.Single(snapshot.TableTroubles), StringComparison.Ordinal);
        Write("127.0.0.2 x\n");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(snapshot.TableTroubles);
        Assert.False(snapshot.AllowlistInterfaces!.Contains(System.Net.IPAddress.Parse("127.0.0.2")));
        Assert.True(snapshot.AllowlistInterfaces.Contains(System.Net.IPAddress.Parse("127.0.0.3")));
    }

    private LiveTable Open() => _files.Open(new("cidr", File));

    /// <summary>Each time a second later: a file system may not tell two edits within some milliseconds apart.</summary>
    private void Write(string text)
    {
        System.IO.File.WriteAllText(File, text);
        System.IO.File.SetLastWriteTimeUtc(File, new DateTime(2026, 1, 1, 0, 0, _edits++, DateTimeKind.Utc));
    }
}
