using System.Text;
using AdminPanel.Web.Features.Labels;
using Xunit;

namespace AdminPanel.Web.Tests.Features.Labels;

public sealed class MailLogTailTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("adminpanel-tail-").FullName;

    private string Log => Path.Combine(_directory, "mail.log");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void TryRead_FileThatDoesNotExistYet_IsReadOnceItDoes()
    {
        using var tail = new MailLogTail(Log);

        var before = Read(tail);
        File.WriteAllText(Log, "one\n");

        Assert.Empty(before);
        Assert.Equal(["one"], Read(tail));
    }

    [Fact]
    public void TryRead_RenamedByRotation_ReadsTheOldFileToItsEndThenTheNewOne()
    {
        using var tail = new MailLogTail(Log);
        File.WriteAllText(Log, "one\n");
        var first = Read(tail);

        File.Move(Log, Log + ".1");
        File.AppendAllText(Log + ".1", "late\n");
        File.WriteAllText(Log, "new one\nand another\n");

        Assert.Equal(["one"], first);
        Assert.Equal(["late", "new one", "and another"], Read(tail));
        Assert.Equal(1, tail.Rotations);
    }

    [Fact]
    public void TryRead_TruncatedByRotation_BeginsAnew()
    {
        using var tail = new MailLogTail(Log);
        File.WriteAllText(Log, "one\ntwo\n");
        Read(tail);

        using (var file = new FileStream(Log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(0);
            file.Write("x\n"u8);
        }

        Assert.Equal(["x"], Read(tail));
    }

    [Fact]
    public void TryRead_LargeFile_BeginsShortlyBeforeItsEndWithAWholeLine()
    {
        File.WriteAllText(Log, string.Concat(Enumerable.Repeat(new string('x', 99) + "\n", 20_000)) + "last\n");
        using var tail = new MailLogTail(Log);

        var lines = Read(tail);

        Assert.Equal("last", lines[^1]);
        Assert.All(lines[..^1], line => Assert.Equal(99, line.Length));
        Assert.InRange(lines.Count * 100L, MailLogTail.Before - 300, MailLogTail.Before + 300);
    }

    private static List<string> Read(MailLogTail tail)
    {
        var lines = new List<string>();
        while (tail.TryRead(out var line)) lines.Add(Encoding.ASCII.GetString(line));
        return lines;
    }
}
