using System.Net;
using System.Net.Sockets;
using System.Text;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Tests.LookupTables;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Listening;

/// <summary>Clients that keep a command open, a byte at a time: the time limit is for the whole line, and they leave nothing behind.</summary>
[Collection(nameof(MutationTests.MemoryMeasured))]
public sealed class SlowClientTests
{
    private const int Clients = 1_000;

    /// <summary>Less than a client's buffers would be.</summary>
    private const long LargestGrowth = Clients * 2_048;

    [Fact]
    public async Task ClientsThatDripBytes_AreAllTimedOutAndLeaveMemoryWhereItWas()
    {
        await using var lab = new EngineLab(EngineLab.Defaults with
        {
            Limits = new LimitSettings { PreQueue = 100_000, PostQueue = 100_000, ClientConnectionCount = 0 },
            Greet = EngineLab.Defaults.Greet with { Banner = "" },
            Protocol = new ProtocolSettings { Pipelining = new() { Enable = true }, CommandTimeLimit = StressTime.Always(TimeSpan.FromSeconds(2)) },
        });
        await RoundAsync(lab);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await RoundAsync(lab);

        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(growth < LargestGrowth, $"Memory grew by {growth:N0} bytes.");
    }

    private static async Task RoundAsync(EngineLab lab)
    {
        var heard = await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => DripAsync(lab, $"127.31.{number / 250}.{(number % 250) + 1}")));
        Assert.All(heard, static text => Assert.EndsWith("\r\n421 4.4.2 mx.example.test Error: timeout exceeded\r\n", text, StringComparison.Ordinal));
        for (var i = 0; i < Clients; i++) Assert.Contains(NoteKind.CommandTimeLimit, lab.Kinds(await lab.NextVerdictAsync()));
        lab.Notes.Clear();
        await lab.IsEmptyAsync();
    }

    /// <summary>A letter every 300 ms, until the server has had enough.</summary>
    private static async Task<string> DripAsync(EngineLab lab, string source)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(source), 0));
        await socket.ConnectAsync(lab.Address, EngineLab.Cancel);
        var heard = new StringBuilder();
        var buffer = new byte[512];
        var reading = Task.Run(
            async () =>
            {
                while (await socket.ReceiveAsync(buffer, EngineLab.Cancel) is > 0 and var count) heard.Append(Encoding.ASCII.GetString(buffer, 0, count));
            },
            EngineLab.Cancel);
        try
        {
            while (await Task.WhenAny(reading, Task.Delay(300, EngineLab.Cancel)) != reading) await socket.SendAsync("x"u8.ToArray(), EngineLab.Cancel);
            await reading;
        }
        catch (SocketException)
        {
            // The server closed between two letters.
        }

        return heard.ToString();
    }
}
