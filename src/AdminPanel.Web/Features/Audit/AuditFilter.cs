using System.Globalization;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;

namespace AdminPanel.Web.Features.Audit;

/// <summary>What the audit page looks for.</summary>
/// <param name="Who">A person; empty for everybody.</param>
/// <param name="Text">Text in what was done or touched; empty for everything. Names of settings, Postfix parameters and Postfix's old words count.</param>
/// <param name="Version">A settings version; null for all.</param>
/// <param name="What">What was done, exactly; empty for everything.</param>
/// <param name="Since">The first day, in the viewer's time zone; null for the beginning.</param>
/// <param name="Until">The last day; null for today.</param>
public sealed record AuditFilter(string Who = "", string Text = "", long? Version = null, string What = "", DateOnly? Since = null, DateOnly? Until = null)
{
    /// <summary>True when it leaves something out.</summary>
    public bool IsRestricted => Query.Length > 0;

    /// <summary>The page's address with this filter.</summary>
    public string Href => $"/audit{Query}";

    /// <summary>The query of the page's address, and of the export's; empty when it leaves nothing out.</summary>
    public string Query
    {
        get
        {
            var parts = new List<string>();
            if (Who.Length > 0) parts.Add($"who={Uri.EscapeDataString(Who)}");
            if (Text.Length > 0) parts.Add($"text={Uri.EscapeDataString(Text)}");
            if (Version is { } version) parts.Add(string.Create(CultureInfo.InvariantCulture, $"version={version}"));
            if (What.Length > 0) parts.Add($"what={Uri.EscapeDataString(What)}");
            if (Since is { } since) parts.Add($"since={since:yyyy-MM-dd}");
            if (Until is { } until) parts.Add($"until={until:yyyy-MM-dd}");
            return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
        }
    }

    /// <summary>Reads <see cref="Query"/>; what cannot be read is left out.</summary>
    public static AuditFilter Parse(IQueryCollection query) => new(
        query["who"].ToString(), query["text"].ToString(), long.TryParse(query["version"], CultureInfo.InvariantCulture, out var version) ? version : null,
        query["what"].ToString(), Day(query["since"]), Day(query["until"]));

    /// <summary>A day as addresses and date fields write it; null when it is none.</summary>
    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The store's question.</summary>
    internal AuditQuery ToQuery(int max, TimeZoneInfo zone)
    {
        var text = Text.Trim().Replace("whitelist", "allowlist", StringComparison.OrdinalIgnoreCase).Replace("blacklist", "denylist", StringComparison.OrdinalIgnoreCase);
        return new AuditQuery
        {
            Who = Who,
            Text = text,
            Version = Version,
            What = What,
            Since = Since is { } since ? Midnight(since, zone) : null,
            Until = Until is { } until && until < DateOnly.MaxValue ? Midnight(until.AddDays(1), zone) : null,
            Max = max,
            Paths = text.Length == 0 ? [] : [.. SettingsDescription.Items.Where(item => IsAbout(item, text)).Select(item => item.Path)],
        };
    }

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);

        // Where clocks skip midnight, the day begins an hour later.
        if (zone.IsInvalidTime(midnight)) midnight = midnight.AddHours(1);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static bool IsAbout(SettingsItem item, string text) =>
        item.Words.Contains(text, StringComparison.OrdinalIgnoreCase) || item.Parameter.Contains(text, StringComparison.OrdinalIgnoreCase);
}
