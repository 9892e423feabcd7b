using System.Text;

namespace AdminPanel.Postfix.Maillog;

/// <summary>Finds fields in the text of log lines. Stateless.</summary>
internal static class LogFields
{
    private const int LongestId = 250;

    public static bool Skip(scoped ref ReadOnlySpan<byte> body, scoped ReadOnlySpan<byte> start)
    {
        if (!body.StartsWith(start)) return false;
        body = body[start.Length..];
        return true;
    }

    /// <summary>What stands behind <paramref name="mark"/>, up to <paramref name="end"/> or the end; nothing without the mark.</summary>
    public static ReadOnlySpan<byte> After(ReadOnlySpan<byte> body, scoped ReadOnlySpan<byte> mark, byte end)
    {
        var at = body.IndexOf(mark);
        return at < 0 ? default : Until(body[(at + mark.Length)..], end);
    }

    /// <summary>What stands in front of <paramref name="end"/>; everything without it.</summary>
    public static ReadOnlySpan<byte> Until(ReadOnlySpan<byte> body, byte end) => body.IndexOf(end) is >= 0 and var at ? body[..at] : body;

    /// <summary>Reads <c>name[address]</c> or <c>name[address]:port</c>.</summary>
    public static bool TryReadClient(ReadOnlySpan<byte> body, out LogAddress client, out int? port)
    {
        (client, port) = (default, null);
        var open = body.IndexOf((byte)'[');
        var close = body.IndexOf((byte)']');
        if (open < 0 || close < open || !LogAddress.TryParse(body[(open + 1)..close], out client)) return false;
        var rest = body[(close + 1)..];
        if (Skip(ref rest, ":"u8) && rest.Length > 0 && rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var end
            && Number.TryRead(end < 0 ? rest : rest[..end], out var number) && number is > 0 and <= ushort.MaxValue) port = number;
        return true;
    }

    /// <summary>A message id without its brackets, as a key.</summary>
    public static string MessageId(ReadOnlySpan<byte> text)
    {
        text = text.Trim("<> "u8);
        return Encoding.Latin1.GetString(text.Length > LongestId ? text[..LongestId] : text);
    }

    /// <summary>Whether the text holds the word in small or capital letters; <paramref name="word"/> is in small ones.</summary>
    public static bool ContainsWord(ReadOnlySpan<byte> body, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i + word.Length <= body.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(body.Slice(i, word.Length), word)) return true;
        }

        return false;
    }
}
