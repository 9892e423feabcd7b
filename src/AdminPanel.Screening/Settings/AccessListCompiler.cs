using AdminPanel.Screening.AccessLists;

namespace AdminPanel.Screening.Settings;

/// <summary>Turns <see cref="AccessSettings"/> into the table that sessions ask.</summary>
internal static class AccessListCompiler
{
    public static AccessList Compile(AccessSettings settings) => AccessList.Empty;
}
