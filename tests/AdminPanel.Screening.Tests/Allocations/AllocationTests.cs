using System.Buffers;
using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Maillog;
using AdminPanel.Screening.Sessions;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Allocations;

/// <summary>What happens for every connection leaves the garbage collector nothing to do, or a little that is bounded here.</summary>
public sealed class AllocationTests
{
    private const int Calls = 200;

    [Fact]
    public void CidrTable_LookupAmongAHundredThousandNetworks_AllocatesNothing()
    {
        var random = new Random(5);
        int[] lengths = [32, 32, 24, 20, 16];
        var table = new CidrTable(Enumerable.Range(0, 100_000).Select(i =>
        {
            var length = lengths[i % lengths.Length];
            var network = (uint)random.Next() & (uint.MaxValue << (32 - length));
            Assert.True(AddressPattern.TryParse($"{network >> 24}.{(network >> 16) & 255}.{(network >> 8) & 255}.{network & 255}/{length}", out var pattern, out _));
            return (i, pattern);
        }));
        var clients = Enumerable.Range(0, Calls).Select(_ => new IPAddress((uint)random.Next())).ToArray();
        var found = 0;

        AssertAllocates(0, call => found += table.First(AddressKey.Of(clients[call])));
    }

    [Fact]
    public void DnsblScore_RepliesOfThreeLists_AllocatesNothing()
    {
        Assert.True(DnsblFilter.TryParse("127.0.0.[2..11]", out var filter, out _));
        var table = new DnsblTable([new("a.test", "a.test", [new(filter, 3)]), new("b.test", "b.test", [new(null, 2)]), new("c.test", "c.test", [new(null, -1)])]);
        var listed = new DnsblReply { Outcome = DnsblOutcome.Listed, Addresses = [0x7F000004], Ttl = TimeSpan.FromMinutes(1) };
        var notListed = new DnsblReply { Outcome = DnsblOutcome.NotListed, Ttl = TimeSpan.FromMinutes(1) };
        var scores = new DnsblScore[Calls];
        var ranks = 0;

        AssertAllocates(
            0,
            call =>
            {
                scores[call].Add(0, listed);
                scores[call].Add(1, listed);
                scores[call].Add(2, notListed);
                ranks += scores[call].Tally.Rank;
            },
            () =>
            {
                for (var i = 0; i < Calls; i++) scores[i] = new DnsblScore(table);
            });

        Assert.Equal(0, ranks % 5);
    }

    [Fact]
    public void DnsWire_QuestionAndResponse_AllocateNothing()
    {
        var client = IPAddress.Parse("192.0.2.77");
        Assert.True(DnsWire.TryEncodeZone("zen.example.test", out var zone));
        var question = new byte[DnsWire.QuestionLimit];
        var length = DnsWire.WriteQuestion(question, 7, client, zone);
        byte[] response = [.. question.AsSpan(0, length), 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 4];
        response[2] |= 0x80;
        response[7] = 1;

        AssertAllocates(0, _ =>
        {
            DnsWire.WriteQuestion(question, 7, client, zone);
            Span<uint> room = stackalloc uint[16];
            var findings = new DnsFindings(room);
            if (!DnsWire.TryRead(response, ref findings)) throw new InvalidOperationException("The response is not read.");
        });
    }

    [Fact]
    public void MaillogFormat_LineIntoAUsedBuffer_AllocatesItsBodyAlone()
    {
        var text = new ArrayBufferWriter<byte>(1_024);
        var note = new ScreeningNote
        {
            Kind = NoteKind.Connect,
            At = DateTimeOffset.UnixEpoch,
            Client = new IPEndPoint(IPAddress.Parse("192.0.2.77"), 4_711),
            Server = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 25),
        };

        var body = "CONNECT from [192.0.2.77]:4711 to [192.0.2.1]:25";
        var bodies = Allocated(_ => body = new string('x', body.Length));

        AssertAllocates(bodies, _ =>
        {
            text.ResetWrittenCount();
            MaillogFormat.AppendLine(text, note, note.At, "mx", 4_711, iso: false);
        });
    }

    [Fact]
    public void LineReader_CommandsOfASession_AllocatesNothing()
    {
        byte[] session = [.. "EHLO client.example\r\nMAIL FROM:<a@client.example>\r\nRCPT TO:<b@example.test>\r\nQUIT\r\n"u8];
        using var lines = new LineReader(2_048);
        var read = 0;

        AssertAllocates(0, _ =>
        {
            ReadOnlySpan<byte> input = session;
            while (lines.TryRead(ref input, out var _, out var _) == LineStatus.Line) read++;
        });

        Assert.Equal(0, read % 4);
    }

    [Fact]
    public void VerdictStream_PublishToOnePage_AllocatesTheEventAlone()
    {
        var stream = new VerdictStream();
        using var page = stream.Subscribe(4_000);
        var verdict = new VerdictEvent
        {
            Id = Guid.NewGuid(),
            ConnectedAt = DateTimeOffset.UnixEpoch,
            Duration = TimeSpan.FromSeconds(6),
            Client = new IPEndPoint(IPAddress.Loopback, 1),
            Server = new IPEndPoint(IPAddress.Loopback, 25),
            SettingsVersion = 1,
            Reason = VerdictReason.Dnsbl,
            Disposition = VerdictDisposition.Rejected,
        };
        var last = verdict;
        var copies = Allocated(call => last = verdict with { Sequence = call });

        AssertAllocates(copies, _ =>
        {
            stream.Publish(verdict);
            page.TryRead(out var _);
        });
    }

    /// <summary>
    /// Calls it until <see cref="Calls"/> calls in a row allocate no more than <paramref name="expected"/> bytes on this thread: the runtime compiles what
    /// is called often once more in the background, and code it has not come to yet may box.
    /// </summary>
    private static void AssertAllocates(long expected, Action<int> call, Action? prepare = null)
    {
        var least = long.MaxValue;
        for (var until = Environment.TickCount64 + (long)Patience.Limit.TotalMilliseconds; least > expected && Environment.TickCount64 < until;) least = Math.Min(least, Allocated(call, prepare));
        Assert.Equal(expected, least);
    }

    private static long Allocated(Action<int> call, Action? prepare = null)
    {
        prepare?.Invoke();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++) call(i);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
