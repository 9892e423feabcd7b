using System.Collections.Immutable;
using AdminPanel.Postfix.MainCf;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Import;

/// <summary>One parameter that became a setting.</summary>
/// <param name="Parameter">The parameter as the file names it, possibly by its old name.</param>
/// <param name="Place">Where it is set.</param>
/// <param name="Understood">What it means here; secret zones are masked.</param>
public sealed record TakenSetting(string Parameter, FilePlace Place, string Understood)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Parameter}: {Understood}";
}

/// <summary>What an import gives: settings, or every problem at once.</summary>
public sealed record ImportResult
{
    /// <summary>The settings; null when there is any problem.</summary>
    public ScreeningSettings? Settings { get; init; }

    /// <summary>What was taken over, in the order of the files.</summary>
    public ImmutableArray<TakenSetting> Taken { get; init; } = [];

    /// <summary>What was translated or could not be taken, and what to do about it. Settings are usable all the same.</summary>
    public ImmutableArray<FileFinding> Remarks { get; init; } = [];

    /// <summary>Lines of tables that Postfix passes over with a warning, and so does the import. Settings are usable without them.</summary>
    public ImmutableArray<FileFinding> Skipped { get; init; } = [];

    /// <summary>What is wrong; empty when there are settings.</summary>
    public ImmutableArray<FileFinding> Problems { get; init; } = [];
}
