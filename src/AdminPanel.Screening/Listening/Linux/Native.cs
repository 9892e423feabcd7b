using System.Runtime.InteropServices;

namespace AdminPanel.Screening.Listening.Linux;

/// <summary>The system calls of the waiting room. Every call reports its error through <see cref="Marshal.GetLastPInvokeError"/>.</summary>
internal static unsafe partial class Native
{
    public const int EIntr = 4, EAgain = 11, ENoMem = 12, ENFile = 23, EMFile = 24, ENoBufs = 105;
    public const int NonBlockCloseOnExec = 0x800 | 0x80000;
    public const int MsgPeek = 2, MsgDontWait = 0x40, MsgNoSignal = 0x4000;
    public const int EpollAdd = 1, EpollDelete = 2, EpollModify = 3;
    public const uint EpollIn = 1, EpollRemoteHangup = 0x2000;
    public const int ShutdownWrite = 1;
    private const int AfUnix = 1, SockStream = 1, SolSocket = 1, ScmRights = 1;

    /// <summary><c>struct epoll_event</c> is packed on x86-64 only.</summary>
    public static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>Where the data of an event lies.</summary>
    public static readonly int EventDataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* epollEvent);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_wait(int epoll, byte* events, int maxEvents, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int accept4(int descriptor, byte* address, uint* length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockname(int descriptor, byte* address, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint send(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recv(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int shutdown(int descriptor, int how);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int connect(int descriptor, byte* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(int descriptor, MessageHeader* message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrlimit(int resource, ulong* limits);

    /// <summary>The most descriptors this process may have open.</summary>
    public static int DescriptorLimit()
    {
        const int NumberOfFiles = 7;
        var limits = stackalloc ulong[2];
        return getrlimit(NumberOfFiles, limits) == 0 ? (int)Math.Min(limits[0], int.MaxValue) : 1_024;
    }

    /// <summary>Connects to a UNIX stream socket without waiting; the descriptor, or −1 with the error set (EAGAIN: its backlog is full).</summary>
    public static int ConnectUnix(ReadOnlySpan<byte> path)
    {
        var descriptor = socket(AfUnix, SockStream | NonBlockCloseOnExec, 0);
        if (descriptor < 0) return -1;
        const int MaxPath = 108;
        var address = stackalloc byte[2 + MaxPath];
        new Span<byte>(address, 2 + MaxPath).Clear();
        address[0] = AfUnix;
        path[..Math.Min(path.Length, MaxPath - 1)].CopyTo(new Span<byte>(address + 2, MaxPath));
        if (connect(descriptor, address, 2 + MaxPath) == 0) return descriptor;
        var error = Marshal.GetLastPInvokeError();
        _ = close(descriptor);
        Marshal.SetLastPInvokeError(error);
        return -1;
    }

    /// <summary>Sends bytes together with a descriptor. False with the error set when not everything went out at once.</summary>
    public static bool SendDescriptor(int channel, int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* data = bytes)
        {
            var vector = new IoVector { Base = data, Length = (nuint)bytes.Length };
            var control = new DescriptorMessage { Length = 20, Level = SolSocket, Type = ScmRights, Descriptor = descriptor };
            var header = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = &control, ControlLength = (nuint)sizeof(DescriptorMessage) };
            return sendmsg(channel, &header, MsgNoSignal | MsgDontWait) == bytes.Length;
        }
    }

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

    [StructLayout(LayoutKind.Sequential)]
    private struct DescriptorMessage
    {
        public nuint Length;
        public int Level;
        public int Type;
        public int Descriptor;
        public int Padding;
    }
}
