using System.Diagnostics.CodeAnalysis;

namespace AdminPanel.Postfix.Tables;

/// <summary>Reads the files that a main.cf names.</summary>
public interface IPostfixFiles
{
    /// <summary>The whole text of <paramref name="path"/>; false, with a reason such as "No such file or directory", when it cannot be read.</summary>
    bool TryRead(string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error);
}

/// <summary>The machine's own files. Files above 64 MB are refused. Thread-safe.</summary>
public sealed class DiskFiles : IPostfixFiles
{
    private const long LargestFile = 64 << 20;

    /// <inheritdoc/>
    public bool TryRead(string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        text = null;
        error = null;
        try
        {
            if (Directory.Exists(path)) error = "Is a directory";
            else if (!File.Exists(path)) error = "No such file or directory";
            else if (new FileInfo(path).Length > LargestFile) error = "The file is larger than 64 MB";
            else text = File.ReadAllText(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            error = trouble is UnauthorizedAccessException ? "Permission denied" : trouble.Message;
        }

        if (text is null) error ??= "The file cannot be read";
        return text is not null;
    }
}
