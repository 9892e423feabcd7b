using AdminPanel.Postfix.Maillog;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Features.OldLogs;

/// <summary>What became of a log. Filled while the import works; numbers read meanwhile are those of a moment ago.</summary>
public sealed class LogImportReport
{
    private readonly long[] _reasons = new long[Enum.GetValues<VerdictReason>().Length];

    /// <summary>What the lines were.</summary>
    public required LogCounts Counts { get; init; }

    /// <summary>Bytes of the logs, not compressed.</summary>
    public required long Bytes { get; init; }

    /// <summary>Zones that listed somebody, by the name that may be shown.</summary>
    public required IReadOnlyList<string> ListsLogged { get; init; }

    /// <summary>Lists of the settings that are not known to have been asked, by the name that may be shown; empty when a main.cf said that they were.</summary>
    public required IReadOnlyList<string> ListsNotKnown { get; init; }

    /// <summary>True when a main.cf says which lists were asked.</summary>
    public required bool HasMainCf { get; init; }

    /// <summary>Connections written to history.</summary>
    public long Written { get; internal set; }

    /// <summary>Connections that history had already.</summary>
    public long Known { get; internal set; }

    /// <summary>Connections too old to be kept.</summary>
    public long TooOld { get; internal set; }

    /// <summary>The oldest connections, more than history keeps.</summary>
    public long TooMany { get; internal set; }

    /// <summary>Words of content filters and of the mail server about clients.</summary>
    public long Said { get; internal set; }

    /// <summary>How many of them found their connection.</summary>
    public long Labelled { get; internal set; }

    /// <summary>The time it took.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>Million bytes a second.</summary>
    public double Speed => Elapsed > TimeSpan.Zero ? Bytes / 1e6 / Elapsed.TotalSeconds : 0;

    /// <summary>How many connections ended for <paramref name="reason"/>, kept or not.</summary>
    public long Of(VerdictReason reason) => Volatile.Read(ref _reasons[(int)reason]);

    internal void Count(VerdictReason reason) => _reasons[(int)reason]++;
}
