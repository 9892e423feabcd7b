using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Features.History;

/// <summary>A decision's lines as they stand in the mail log.</summary>
internal static class LogLines
{
    /// <summary>The lines, in order.</summary>
    public static IReadOnlyList<string> Of(VerdictEvent verdict) => [.. verdict.Notes.Select(note => $"{note.Kind} {note.Text} {note.Detail}".Trim())];
}
