using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AdminPanel.Testing.Lab;

/// <summary>
/// Ports of loopback for programs that cannot report the port they took. They lie below the range from which the system serves clients, and no
/// other test run is given one of them until this process ends. Any thread may ask.
/// </summary>
public static class LoopbackPorts
{
    private const int Count = 4_000;
    private static readonly string s_locks = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"adminpanel-ports-{Environment.UserName}")).FullName;
    private static readonly int s_first = Math.Max(FirstOfClients() - Count, 1_024);
    private static readonly List<FileStream> s_taken = [];
    private static int s_next = Environment.ProcessId * 31 % Count;

    /// <summary>A free TCP port.</summary>
    public static int FreeTcp() => Take(SocketType.Stream, ProtocolType.Tcp);

    /// <summary>A free UDP port.</summary>
    public static int FreeUdp() => Take(SocketType.Dgram, ProtocolType.Udp);

    private static int Take(SocketType type, ProtocolType protocol)
    {
        lock (s_taken)
        {
            for (var tried = 0; tried < Count; tried++)
            {
                var port = s_first + s_next;
                s_next = (s_next + 1) % Count;
                if (IsFree(port, type, protocol) && TryLock(port)) return port;
            }
        }

        throw new InvalidOperationException($"No port from {s_first} on is free.");
    }

    private static bool IsFree(int port, SocketType type, ProtocolType protocol)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The lock goes with the process, however that ends.</summary>
    private static bool TryLock(int port)
    {
        try
        {
            s_taken.Add(new FileStream(Path.Combine(s_locks, port.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int FirstOfClients()
    {
        const string range = "/proc/sys/net/ipv4/ip_local_port_range";
        return File.Exists(range) ? int.Parse(File.ReadAllText(range).Split('\t', ' ')[0], CultureInfo.InvariantCulture) : 32_768;
    }
}
