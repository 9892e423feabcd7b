using System.Globalization;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;

namespace AdminPanel.Web.Features.Audit;

/// <summary>What the audit page looks for.</summary>
/// <param name="Who">A person; empty for everybody.</param>
/// <param name="Text">Text in what was done or touched; empty for everything. Names of settings, Postfix parameters and Postfix's old words count.</param>
/// <param name="Version">A settings version; null for all.</param>
public sealed record AuditFilter(string Who = "", string Text = "", long? Version = null)
{
    /// <summary>True when it leaves something out.</summary>
    public bool IsRestricted => Who.Length > 0 || Text.Length > 0 || Version is not null;

    /// <summary>The page's address with this filter.</summary>
    public string Href
    {
        get
        {
            var parts = new List<string>();
            if (Who.Length > 0) parts.Add($"who={Uri.EscapeDataString(Who)}");
            if (Text.Length > 0) parts.Add($"text={Uri.EscapeDataString(Text)}");
            if (Version is { } version) parts.Add(string.Create(CultureInfo.InvariantCulture, $"version={version}"));
            return parts.Count == 0 ? "/audit" : $"/audit?{string.Join('&', parts)}";
        }
    }

    /// <summary>The store's question.</summary>
    internal AuditQuery ToQuery(int max)
    {
        var text = Text.Trim().Replace("whitelist", "allowlist", StringComparison.OrdinalIgnoreCase).Replace("blacklist", "denylist", StringComparison.OrdinalIgnoreCase);
        return new AuditQuery
        {
            Who = Who,
            Text = text,
            Version = Version,
            Max = max,
            Paths = text.Length == 0 ? [] : [.. SettingsDescription.Items.Where(item => IsAbout(item, text)).Select(item => item.Path)],
        };
    }

    private static bool IsAbout(SettingsItem item, string text) =>
        item.Words.Contains(text, StringComparison.OrdinalIgnoreCase) || item.Parameter.Contains(text, StringComparison.OrdinalIgnoreCase);
}
