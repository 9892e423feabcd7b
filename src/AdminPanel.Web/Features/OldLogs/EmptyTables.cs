using System.Diagnostics.CodeAnalysis;
using AdminPanel.Postfix.Tables;

namespace AdminPanel.Web.Features.OldLogs;

/// <summary>A pasted main.cf is read for its lists alone: the tables it names count as empty, and no file of the server is opened.</summary>
internal sealed class EmptyTables : IPostfixFiles
{
    public static EmptyTables Instance { get; } = new();

    public bool TryRead(string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        (text, error) = ("", null);
        return true;
    }
}
