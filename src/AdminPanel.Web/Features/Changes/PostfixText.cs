using System.Text;
using AdminPanel.Postfix.Export;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <summary>Settings as Postfix would be told them, one item a line, for comparing versions. Secret zones are left out. Pure.</summary>
internal static class PostfixText
{
    /// <summary>The main.cf lines and tables of valid <paramref name="settings"/>, long lists broken into continuation lines.</summary>
    public static string Of(ScreeningSettings settings)
    {
        var exported = MainCfExport.Write(settings);
        var text = new StringBuilder();
        foreach (var line in exported.MainCf.Split('\n'))
        {
            var isList = line.StartsWith("postscreen_dnsbl_sites", StringComparison.Ordinal);
            text.Append(isList ? line.Replace(" = ", " =\n    ", StringComparison.Ordinal).Replace(", ", ",\n    ", StringComparison.Ordinal) : line).Append('\n');
        }

        foreach (var table in exported.Tables.Where(t => !t.Secret)) text.Append("# table ").Append(table.Name).Append('\n').Append(table.Text).Append('\n');
        return text.ToString();
    }
}
