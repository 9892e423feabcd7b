using System.Collections.Immutable;

namespace AdminPanel.Postfix.Export;

/// <summary>Settings in Postfix's words: lines for main.cf and the tables they refer to.</summary>
/// <param name="MainCf">The lines, with remarks as comments.</param>
/// <param name="Tables">The files that the lines refer to, in the order of their first mention.</param>
/// <param name="Remarks">What Postfix cannot express, one sentence each; the comments in the files say the same.</param>
public sealed record ExportedSettings(string MainCf, ImmutableArray<ExportedTable> Tables, ImmutableArray<string> Remarks);

/// <summary>One lookup table.</summary>
/// <param name="Name">The file's name, to be put into the directory of main.cf.</param>
/// <param name="Text">Its content.</param>
/// <param name="Secret">True when it holds secret zones: only the owner and Postfix may read it.</param>
public sealed record ExportedTable(string Name, string Text, bool Secret = false);

/// <summary>How to export.</summary>
public sealed record ExportOptions
{
    /// <summary>True writes secret zones and the reply map that hides them from clients; false leaves them out, named by their reply name.</summary>
    public bool RevealSecrets { get; init; }

    /// <summary>The directory that main.cf names for the tables.</summary>
    public string TableDirectory { get; init; } = "$config_directory";

    /// <summary>Access list entries that expired before are left out.</summary>
    public DateTimeOffset Now { get; init; } = DateTimeOffset.UtcNow;
}
