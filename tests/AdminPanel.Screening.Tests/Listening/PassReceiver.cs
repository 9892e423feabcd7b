using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace AdminPanel.Screening.Tests.Listening;

/// <summary>A mail server that takes descriptors as Postfix's <c>smtpd pass</c> does, greets with 220 and says goodbye to anything.</summary>
internal sealed unsafe partial class PassReceiver : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Channel<Dictionary<string, string>> _received = Channel.CreateUnbounded<Dictionary<string, string>>();

    public PassReceiver()
    {
        Path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("pass").FullName, "smtpd");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen(100);
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public string Path { get; }

    /// <summary>The attributes of the next passed client.</summary>
    public ValueTask<Dictionary<string, string>> NextAsync(CancellationToken cancellationToken) => _received.Reader.ReadAsync(cancellationToken);

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(Path);
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var channel = _listener.Accept();
                var descriptor = ReceiveDescriptor((int)channel.SafeHandle.DangerousGetHandle());
                var text = new StringBuilder();
                var buffer = new byte[1_024];
                while (!text.ToString().EndsWith("\0\0", StringComparison.Ordinal) && channel.Receive(buffer) is var read and > 0)
                    text.Append(Encoding.ASCII.GetString(buffer, 0, read));
                var words = text.ToString().Split('\0');
                var attributes = new Dictionary<string, string>();
                for (var i = 0; i + 1 < words.Length && words[i].Length > 0; i += 2) attributes[words[i]] = words[i + 1];
                using var client = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
                client.Blocking = false;
                client.Blocking = true;
                client.Send("220 sink ready\r\n"u8);
                _received.Writer.TryWrite(attributes);
                _ = client.Receive(buffer);
                client.Send("221 Bye\r\n"u8);
                client.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _received.Writer.TryComplete(e);
        }
    }

    private static int ReceiveDescriptor(int channel)
    {
        byte dummy;
        var control = stackalloc byte[24];
        var vector = new IoVector { Base = &dummy, Length = 1 };
        var header = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = 24 };
        var read = recvmsg(channel, &header, 0);
        return read == 1 ? *(int*)(control + 16) : throw new InvalidOperationException($"recvmsg: {read}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recvmsg(int descriptor, MessageHeader* message, int flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public void* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
