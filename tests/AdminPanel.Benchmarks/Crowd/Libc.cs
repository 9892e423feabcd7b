using System.Runtime.InteropServices;

namespace AdminPanel.Benchmarks.Crowd;

/// <summary>The system calls of the client program and of the bare accept loop. Linux only.</summary>
internal static unsafe partial class Libc
{
    public const int NonBlock = 0x800, CloseOnExec = 0x80000, EAgain = 11, EInProgress = 115;
    public const int EpollAdd = 1;
    public const uint EpollIn = 1, EpollOut = 4, EpollError = 8, EpollHangup = 0x10, EpollRemoteHangup = 0x2000, EpollEdge = 1u << 31;
    public const int MsgNoSignal = 0x4000;

    /// <summary><c>struct epoll_event</c> is packed on x86-64 only.</summary>
    public static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>Where the data of an event lies.</summary>
    public static readonly int EventDataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(int descriptor, int level, int option, int* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(int descriptor, int level, int option, int* value, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int bind(int descriptor, byte* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int connect(int descriptor, byte* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int listen(int descriptor, int backlog);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int accept4(int descriptor, byte* address, uint* length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recv(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint send(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* epollEvent);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_wait(int epoll, byte* events, int maxEvents, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int clock_gettime(int clock, long* time);

    /// <summary>An IPv4 socket address.</summary>
    public static void WriteAddress(byte* to, uint address, int port)
    {
        new Span<byte>(to, 16).Clear();
        to[0] = 2;
        to[2] = (byte)(port >> 8);
        to[3] = (byte)port;
        for (var i = 0; i < 4; i++) to[4 + i] = (byte)(address >> (24 - (8 * i)));
    }

    /// <summary>Processor time of a process in nanoseconds, its ended threads included; −1 when it is gone.</summary>
    public static long ProcessorTime(int process)
    {
        const int Scheduler = 2;
        var time = stackalloc long[2];
        return clock_gettime((~process << 3) | Scheduler, time) == 0 ? (time[0] * 1_000_000_000) + time[1] : -1;
    }
}
