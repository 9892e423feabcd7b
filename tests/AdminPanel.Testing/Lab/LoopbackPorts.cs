using System.Net;
using System.Net.Sockets;

namespace AdminPanel.Testing.Lab;

/// <summary>Ports of 127.0.0.1 that are free now, for programs that cannot report the port they took.</summary>
public static class LoopbackPorts
{
    /// <summary>A free TCP port.</summary>
    public static int FreeTcp() => Free(SocketType.Stream, ProtocolType.Tcp);

    /// <summary>A free UDP port.</summary>
    public static int FreeUdp() => Free(SocketType.Dgram, ProtocolType.Udp);

    private static int Free(SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
