using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AdminPanel.Testing.Lab;

/// <summary>
/// A real rbldnsd on a free UDP port of 127.0.0.1. Each zone is an ip4set: one entry per line, <c>127.20.0.1</c>, <c>127.20.0.0/16</c>,
/// (of IPv6, when an entry has <c>::</c>), optionally with its own answer as in <c>127.20.0.9 :127.0.0.3:text</c>; the default answer is 127.0.0.2.
/// </summary>
public sealed class RbldnsdLab : IAsyncDisposable
{
    private const string Silence = "0.0.0.0/0 :ignore\n";
    private readonly TempFolder _folder;
    private readonly LabProcess _process;

    private RbldnsdLab(TempFolder folder, LabProcess process, IPEndPoint endPoint)
    {
        _folder = folder;
        _process = process;
        EndPoint = endPoint;
    }

    /// <summary>Where it answers.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>
    /// Starts it with zones <c>name → entries</c>, on <paramref name="listen"/> when given, and waits until it answers. Questions about
    /// <paramref name="silentZone"/> get no answer at all, as those to a dead list.
    /// </summary>
    public static async Task<RbldnsdLab> StartAsync(
        IReadOnlyDictionary<string, string[]> zones, CancellationToken cancellationToken, IPEndPoint? listen = null, string? silentZone = null)
    {
        var folder = new TempFolder("rbldnsd");
        foreach (var (zone, entries) in zones) Write(folder, zone, entries);
        string[] silent = [];
        if (silentZone is not null)
        {
            Write(folder, silentZone, []);
            await File.WriteAllTextAsync(folder.Combine("silence"), Silence, cancellationToken);
            silent = [$"{silentZone}:ip4set:{silentZone}", $"{silentZone}:acl:silence"];
        }

        var endPoint = listen ?? new IPEndPoint(IPAddress.Loopback, LoopbackPorts.FreeUdp());
        // rbldnsd refuses to run as root.
        string[] user = Environment.IsPrivilegedProcess ? ["-u", "rbldns"] : [];
        var process = LabProcess.Start(
            LabTools.Require("rbldnsd"),
            ["-n", "-c", "3600", .. user, "-w", folder.Path, "-b", $"{endPoint.Address}/{endPoint.Port}", .. zones.Select(static zone => $"{zone.Key}:{(zone.Value.Any(static entry => entry.Contains("::", StringComparison.Ordinal)) ? "ip6trie" : "ip4set")}:{zone.Key}"), .. silent]);
        var lab = new RbldnsdLab(folder, process, endPoint);
        await lab.WaitForAnswerAsync(zones.Keys.First(), cancellationToken);
        return lab;
    }

    /// <summary>Replaces a zone's entries; they are in force on return.</summary>
    public Task SetAsync(string zone, IReadOnlyCollection<string> entries, CancellationToken cancellationToken)
    {
        Write(_folder, zone, entries);
        return ReloadAsync(zone, cancellationToken);
    }

    /// <summary>Lets the silent zone speak, or silences it again; in force on return.</summary>
    public async Task SetSilentAsync(bool silent, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(_folder.Combine("silence"), silent ? Silence : "0.0.0.0/0 :pass\n", cancellationToken);
        await ReloadAsync("silence", cancellationToken);
    }

    private async Task ReloadAsync(string file, CancellationToken cancellationToken)
    {
        var before = Loads(_process.Output);
        // rbldnsd compares modification times by whole seconds.
        File.SetLastWriteTimeUtc(_folder.Combine(file), DateTime.UtcNow.AddSeconds(Random.Shared.Next(2, 100_000)));
        await _process.SignalAsync("HUP", cancellationToken);
        await _process.WaitForOutputAsync(output => Loads(output) > before, Patience.Limit, cancellationToken);
    }

    /// <summary>The A records of a name; empty when it does not exist, null when nothing answers.</summary>
    public Task<IReadOnlyList<IPAddress>?> AskAsync(string name, CancellationToken cancellationToken) => DnsProbe.AskAsync(EndPoint, name, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static int Loads(string output) => output.Split("zones reloaded").Length;

    private static void Write(TempFolder folder, string zone, IEnumerable<string> entries)
    {
        string[] head = [$"$SOA 60 ns.{zone}. hostmaster.{zone}. 1 600 300 86400 60", $"$NS 60 ns.{zone}.", "$TTL 60", ":127.0.0.2:Listed, see https://lists.example/$"];
        File.WriteAllText(folder.Combine(zone), string.Join('\n', head.Concat(entries)) + "\n");
    }

    private async Task WaitForAnswerAsync(string zone, CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForOutputAsync(output => Loads(output) > 1, Patience.Limit, cancellationToken);
            await Eventually.GetAsync($"rbldnsd answers for {zone}", Patience.Limit, token => AskAsync($"1.0.0.127.{zone}", token), cancellationToken);
        }
        catch (TimeoutException trouble)
        {
            var output = _process.Output;
            await DisposeAsync();
            throw new InvalidOperationException($"{trouble.Message}\n{output}");
        }
    }
}

/// <summary>Asks one name server for A records, for tests of the lab itself.</summary>
public static class DnsProbe
{
    /// <summary>The A records of a name; empty when it does not exist, null when nothing answers.</summary>
    public static async Task<IReadOnlyList<IPAddress>?> AskAsync(IPEndPoint server, string name, CancellationToken cancellationToken)
    {
        using var socket = new UdpClient(AddressFamily.InterNetwork);
        var query = new List<byte> { 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            query.Add((byte)label.Length);
            query.AddRange(Encoding.ASCII.GetBytes(label));
        }

        query.AddRange([0, 0, 1, 0, 1]);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            socket.Connect(server);
            await socket.SendAsync(query.ToArray(), deadline.Token);
            var answer = (await socket.ReceiveAsync(deadline.Token)).Buffer;
            return ReadAddresses(answer, query.Count);
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or SocketException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static List<IPAddress> ReadAddresses(byte[] answer, int position)
    {
        var addresses = new List<IPAddress>();
        for (var count = BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(6)); count > 0; count--)
        {
            // Names in answers are compression pointers or spelled out.
            while (answer[position] is > 0 and < 0xC0) position += answer[position] + 1;
            position += answer[position] >= 0xC0 ? 2 : 1;
            var type = BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(position));
            var length = BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(position + 8));
            if (type == 1) addresses.Add(new IPAddress(answer.AsSpan(position + 10, 4)));
            position += 10 + length;
        }

        return addresses;
    }
}
