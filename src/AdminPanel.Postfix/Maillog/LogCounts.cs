using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Postfix.Maillog;

/// <summary>What the lines of a log were, for the administrator. Counted by one thread; reading meanwhile gives numbers of a moment ago.</summary>
public sealed class LogCounts
{
    private const int SampleLimit = 5;
    private const int SampleLength = 300;
    private readonly long[] _events = new long[Enum.GetValues<NoteKind>().Length];
    private readonly List<string> _unknown = [];
    private readonly List<string> _warnings = [];

    /// <summary>All lines.</summary>
    public long Lines { get; internal set; }

    /// <summary>Lines of other programs than postscreen and dnsblog.</summary>
    public long OtherPrograms { get; internal set; }

    /// <summary>Lines that have no time or program in front, or that are too long.</summary>
    public long Formless { get; internal set; }

    /// <summary>postscreen's and dnsblog's lines that were not understood.</summary>
    public long Unknown { get; internal set; }

    /// <summary>Lines about the server as a whole.</summary>
    public long Notices { get; internal set; }

    /// <summary>Warnings and errors.</summary>
    public long Warnings { get; internal set; }

    /// <summary>Lines about a connection whose CONNECT is not in the log: it began in an older file.</summary>
    public long WithoutConnect { get; internal set; }

    /// <summary>Connections that made it into a verdict.</summary>
    public long Connections { get; internal set; }

    /// <summary>Connections whose end is not in the log: it continues in a newer file.</summary>
    public long Unfinished { get; internal set; }

    /// <summary>A few of the lines that were not understood, cut.</summary>
    public IReadOnlyList<string> UnknownSamples
    {
        get
        {
            lock (_unknown) return [.. _unknown];
        }
    }

    /// <summary>A few of the warnings, cut.</summary>
    public IReadOnlyList<string> WarningSamples
    {
        get
        {
            lock (_warnings) return [.. _warnings];
        }
    }

    /// <summary>How many lines told <paramref name="kind"/>.</summary>
    public long Of(NoteKind kind) => _events[(int)kind];

    internal void Event(NoteKind kind) => _events[(int)kind]++;

    internal void SampleUnknown(ReadOnlySpan<byte> line) => Sample(_unknown, line);

    internal void SampleWarning(ReadOnlySpan<byte> line) => Sample(_warnings, line);

    private static void Sample(List<string> samples, ReadOnlySpan<byte> line)
    {
        if (samples.Count >= SampleLimit) return;
        lock (samples) samples.Add(LogText.Printable(line, SampleLength));
    }
}
