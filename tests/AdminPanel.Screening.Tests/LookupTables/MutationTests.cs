using System.Globalization;
using System.Text;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Listening;
using AdminPanel.Screening.LookupTables;
using AdminPanel.Screening.Sessions;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Tests.ProtocolEngine;
using Xunit;

namespace AdminPanel.Screening.Tests.LookupTables;

/// <summary>
/// Good input with random damage, for a bounded time: no crash, no hang, no growth. ADMINPANEL_FUZZ_SECONDS makes each loop longer and the damage
/// new each time; the seed is in the message of a failure, and ADMINPANEL_FUZZ_SEED repeats it.
/// </summary>
[Collection(nameof(MemoryMeasured))]
public sealed class MutationTests
{
    private const long LargestGrowth = 48 << 20;

    private static readonly string[] s_tables =
    [
        "# note\n192.0.2.0/24 reject\nif !10.0.0.0/8\n!2001:db8::/32 permit\nendif\n[2001:db8::1]/128 dunno\n",
        "/^HELO (.*)$/ EHLO $1\nif !/x/i\n!/^a{2,3}[[:alpha:]]+$/ ${1}\nendif\n|(a+)+$|m b$$\n",
        "192.0.2.1 reject\n  and more\n\n#x\n2001:db8::1 permit_mynetworks, reject\n",
    ];

    private static readonly byte[] s_marks = " \t\r\n\0!/()[]{}$:,*+?\\\"<>"u8.ToArray();

    private static readonly string[] s_inline = ["{ {192.0.2.0/24 = a}, b = c }", "{{/^[^A-Z]/ Bogus}, {!/x(.)\\1/ y}}", "{ {10.0.0.0/8 dsn}, {::/0 etrn} }"];

    private static readonly byte[][] s_headers =
    [
        Encoding.ASCII.GetBytes("PROXY TCP4 192.0.2.1 192.0.2.2 4711 25\r\nEHLO x\r\n"),
        Encoding.ASCII.GetBytes("PROXY TCP6 2001:db8::1 2001:db8::2 4711 25\r\n"),
        [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x11, 0, 12, 192, 0, 2, 1, 192, 0, 2, 2, 0x12, 0x67, 0, 25],
    ];

    private static readonly byte[] s_talk = Encoding.Latin1.GetBytes(
        "EHLO mx.test\r\nSTARTTLS\r\nMAIL FROM:<@a,b:\"q\\\"x\"@c.test> SIZE=5\r\nRCPT TO:<u@d.test>\nVRFY x\r\nBDAT 5 LAST\r\nSubject: x\r\nHALO \u00ff\0y\r\nETRN d\r\nNOOP\r\nRSET\r\nDATA\r\nQUIT\r\n");

    private static readonly byte[] s_footer = Encoding.ASCII.GetBytes(
        "\\c; ${client_address?{known $client_address}:{unknown}} ${nothing:none}\\n${{$client_port} >= {1024} ? {$(server_name)} : {${localtime}}} $$");

    [Fact]
    public void Tables_Mutated_AnswerOrProblem() => Run(random =>
    {
        foreach (var type in (string[])["cidr", "regexp", "pcre", "texthash"])
        {
            var inline = type != "texthash" && random.Next(3) == 0;
            var text = Encoding.UTF8.GetString(Mutate(random, Encoding.UTF8.GetBytes(Pick(random, inline ? s_inline : s_tables))));
            var name = new LookupTableName(type, inline ? text : "/t");
            List<FileFinding> problems = [];
            var table = LookupTable.Read(name, text, problems);
            foreach (var key in (string[])["192.0.2.1", "2001:db8::1", "HELO aaaaaaaaaaaaaaaaaaaaaaaa!", ""]) _ = table.Find(key);
            _ = LookupTableReference.Problem(text);
        }
    });

    [Fact]
    public void ProxyHeaders_Mutated_ReadOrRefused() => Run(random =>
    {
        for (var i = 0; i < 50; i++)
        {
            var input = Mutate(random, Pick(random, s_headers));
            if (UpstreamProxyParser.TryParse(input, out var header, out var error)) Assert.InRange(header.Length, 1, input.Length);
            else Assert.NotEqual("", error);
        }
    });

    [Fact]
    public void Dialogue_Mutated_EndsOrReplies()
    {
        var protocol = new ProtocolSettings
        {
            Pipelining = new() { Enable = true, Action = ScreeningAction.Ignore },
            NonSmtpCommand = new() { Enable = true, Action = ScreeningAction.Enforce },
            BareNewline = new() { Enable = true, Action = ScreeningAction.Ignore },
            CommandFilter = "pcre:{ {/^HALO (.*)$/ HELO $1} }",
            RejectFooterMaps = ["regexp:{ {/^502 (.*)$/ see $1 } }"],
            DiscardEhloKeywordAddressMaps = ["cidr:{ {127.0.0.0/8 etrn, dsn} }"],
        };
        Run(random =>
        {
            var footer = string.Concat(Encoding.Latin1.GetString(Mutate(random, s_footer)).Where(static c => !char.IsControl(c)).Take(1_000));
            var lab = new DialogueLab(protocol with { RejectFooter = footer }, todo: CheckSet.Deep);
            using var lines = new LineReader(512);
            ReadOnlySpan<byte> rest = Mutate(random, s_talk);
            while (!lab.Ended)
            {
                var before = rest.Length;
                var status = lines.TryRead(ref rest, out var line, out var bare);
                if (status == LineStatus.NeedMore) break;
                if (status == LineStatus.TooLong)
                {
                    Assert.True(lab.Dialogue.OnLengthLimit().End);
                    break;
                }

                Assert.True(rest.Length < before);
                Assert.Matches(@"^[2-5]\d\d[ -]", lab.Says(Encoding.Latin1.GetString(line), Encoding.Latin1.GetString(rest), bare));
            }
        });
    }

    private static void Run(Action<Random> once)
    {
        var seconds = Number("ADMINPANEL_FUZZ_SECONDS");
        var seed = Number("ADMINPANEL_FUZZ_SEED") ?? (seconds is null ? 17 : Environment.TickCount);
        var random = new Random(seed);
        var time = TimeProvider.System;
        once(new Random(1));
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var started = time.GetTimestamp();
        var count = 0;
        while (time.GetElapsedTime(started) < TimeSpan.FromSeconds(seconds ?? 5))
        {
            try
            {
                once(random);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, round {count}: {e.Message}", e);
            }

            count++;
        }

        var growth = GC.GetTotalMemory(forceFullCollection: true) - memory;
        Assert.True(growth < LargestGrowth, $"Seed {seed}: memory grew by {growth:N0} bytes in {count:N0} rounds.");
    }

    /// <summary>A few random edits: bytes changed, cut out, doubled, moved.</summary>
    private static byte[] Mutate(Random random, byte[] good)
    {
        List<byte> bytes = [.. good];
        for (var edits = random.Next(8); edits > 0 && bytes.Count > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 3: bytes.Insert(at, Pick(random, s_marks)); break;
                default: bytes.InsertRange(at, Enumerable.Repeat(bytes[at], random.Next(600))); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Memory is the whole process's: nothing else may run meanwhile.</summary>
    [CollectionDefinition(nameof(MemoryMeasured), DisableParallelization = true)]
    public sealed class MemoryMeasured;

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
