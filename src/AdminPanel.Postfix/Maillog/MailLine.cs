namespace AdminPanel.Postfix.Maillog;

/// <summary>One line of a mail log, taken apart. Points into the buffer of <see cref="MailLogReader"/>: valid until the next line is read.</summary>
public readonly ref struct MailLine
{
    /// <summary>When, UTC; whole seconds where the log has no fractions.</summary>
    public required DateTime At { get; init; }

    /// <summary>The whole tag in front of the process id, e.g. <c>postfix/submission/smtpd</c>.</summary>
    public required ReadOnlySpan<byte> Tag { get; init; }

    /// <summary>The process id; 0 when the line has none.</summary>
    public int ProcessId { get; init; }

    /// <summary>What was said, without the line's end.</summary>
    public required ReadOnlySpan<byte> Body { get; init; }

    /// <summary>The program: the tag's last part, e.g. <c>smtpd</c>.</summary>
    public ReadOnlySpan<byte> Program => Tag[(Tag.LastIndexOf((byte)'/') + 1)..];
}
