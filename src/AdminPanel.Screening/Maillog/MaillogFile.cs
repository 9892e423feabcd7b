using System.Runtime.InteropServices;

namespace AdminPanel.Screening.Maillog;

/// <summary>
/// An append-only log file that survives being renamed, deleted, truncated or recreated by a log rotation. Others may write to the same
/// file. A terminal or pipe such as <c>/dev/stdout</c> will do as well. One caller at a time.
/// </summary>
internal sealed partial class MaillogFile(string path) : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private FileStream? _stream;

    /// <summary>
    /// Writes <paramref name="bytes"/> from <paramref name="done"/> on at the end of the file and moves <paramref name="done"/> past what is
    /// in it, also when it throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public void Append(ReadOnlySpan<byte> bytes, ref int done)
    {
        var stream = _stream ??= Open();
        var before = Length(stream);
        try
        {
            if (stream.CanSeek) stream.Seek(0, SeekOrigin.End);
            stream.Write(bytes[done..]);
            done = bytes.Length;
        }
        catch (IOException)
        {
            // A full disk takes the first part; what it took must not be written again.
            done += (int)Math.Clamp(Length(stream) - before, 0, bytes.Length - done);
            throw;
        }
    }

    /// <summary>Closes the file when its path leads elsewhere by now; the next write opens what is there.</summary>
    public void CloseIfMoved()
    {
        if (_stream is not { CanSeek: true }) return;
        var there = new FileInfo(path);
        if (!there.Exists || there.Length != _stream.Length) Close();
    }

    /// <summary>Closes the file; the next write opens it again.</summary>
    public void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private FileStream Open()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory) Directory.CreateDirectory(directory);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        var isNew = !File.Exists(path);
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Mode;
        var stream = new FileStream(path, options);

        // The process's umask may take the group's right away: log readers are in that group.
        if (isNew && !OperatingSystem.IsWindows() && stream.CanSeek) File.SetUnixFileMode(stream.SafeFileHandle, Mode);

        // With O_APPEND the kernel finds the end at each write, also beside other writers and after a truncation.
        if (OperatingSystem.IsLinux()) _ = Fcntl(stream.SafeFileHandle, command: 4 /* F_SETFL */, argument: 0x400 /* O_APPEND */);
        return stream;
    }

    private static long Length(FileStream stream) => stream.CanSeek ? stream.Length : 0;

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(SafeHandle file, int command, int argument);
}
