using System.Globalization;
using AdminPanel.Screening.Maillog;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Features.History;

/// <summary>A decision's lines as they stand in the mail log, without host and process number: those belong to the process that wrote them.</summary>
internal static class LogLines
{
    /// <summary>The lines, in order, with the server's local time as in the log.</summary>
    public static IReadOnlyList<string> Of(VerdictEvent verdict) => verdict.Notes.IsDefaultOrEmpty ? [] : [.. verdict.Notes.Select(Line)];

    private static string Line(ScreeningNote note)
    {
        var local = note.At.ToLocalTime();
        return string.Create(CultureInfo.InvariantCulture, $"{local:MMM} {local.Day,2} {local:HH:mm:ss} postfix/{MaillogFormat.Program(note.Kind)}: {MaillogFormat.Body(note)}");
    }
}
