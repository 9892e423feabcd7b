using System.Globalization;
using System.Net;
using System.Text;

namespace AdminPanel.Screening.Handoff;

/// <summary>What travels with a passed descriptor: one dummy byte, then Postfix's NUL-separated attribute list (postscreen.md wire formats; Postfix <c>attr_print0</c>).</summary>
internal static class PassAttributes
{
    /// <summary>The bytes to send beside the descriptor, dummy byte first.</summary>
    public static byte[] Encode(IPEndPoint client, IPEndPoint server) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"\0client_address\0{client.Address}\0client_port\0{client.Port}\0server_address\0{server.Address}\0server_port\0{server.Port}\0\0"));
}
