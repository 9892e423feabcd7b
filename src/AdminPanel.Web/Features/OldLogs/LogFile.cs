using System.IO.Compression;

namespace AdminPanel.Web.Features.OldLogs;

/// <summary>A log to import: a file, plain or gzip, whatever its name. Immutable.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">What to call it.</param>
/// <param name="Size">Bytes on the disk.</param>
/// <param name="WrittenAt">When it was last written, UTC: tells the year where its lines do not.</param>
public sealed record LogFile(string Path, string Name, long Size, DateTime WrittenAt)
{
    /// <summary>Looks at the file; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when it cannot be read.</summary>
    public static LogFile Find(string path, string? name = null)
    {
        using var file = File.OpenRead(path);
        return new LogFile(path, name ?? path, file.Length, CompressedAt(file) ?? File.GetLastWriteTimeUtc(path));
    }

    /// <summary>Opens it for reading; <paramref name="file"/> tells by its position how much of <see cref="Size"/> was read.</summary>
    public Stream Open(out FileStream file)
    {
        file = new FileStream(Path, new FileStreamOptions { Mode = FileMode.Open, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan });
        return IsGzip(file) ? new GZipStream(new BufferedStream(file, 256 * 1024), CompressionMode.Decompress) : file;
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> head = stackalloc byte[2];
        if (!file.CanSeek) return false;
        var read = file.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && head[0] == 0x1f && head[1] == 0x8b;
    }

    /// <summary>gzip keeps the time of the file that it compressed (RFC 1952); 0 when it knows none.</summary>
    private static DateTime? CompressedAt(FileStream file)
    {
        if (!IsGzip(file)) return null;
        Span<byte> head = stackalloc byte[8];
        if (file.ReadAtLeast(head, 8, throwOnEndOfStream: false) < 8) return null;
        var seconds = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        return seconds == 0 ? null : DateTime.UnixEpoch.AddSeconds(seconds);
    }
}
