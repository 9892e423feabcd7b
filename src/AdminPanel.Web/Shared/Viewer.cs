namespace AdminPanel.Web.Shared;

/// <summary>What the browser said about its user: theme and time zone. Kept in cookies so that the first paint is already right.</summary>
/// <param name="Theme"><c>system</c>, <c>light</c> or <c>dark</c>.</param>
/// <param name="IsDark">The theme that results.</param>
/// <param name="Zone">IANA name of the viewer's time zone.</param>
public sealed record ViewerChoice(string Theme = "system", bool IsDark = false, string Zone = "UTC")
{
    /// <summary>Reads <c>ap-theme</c> (e.g. <c>system.dark</c>) and <c>ap-zone</c>; anything odd falls back to the defaults.</summary>
    public static ViewerChoice Read(IRequestCookieCollection cookies)
    {
        ArgumentNullException.ThrowIfNull(cookies);
        var (theme, zone) = (cookies["ap-theme"] ?? "system", cookies["ap-zone"] ?? "UTC");
        return new(
            theme.Split('.')[0] is "light" or "dark" ? theme.Split('.')[0] : "system",
            theme.EndsWith("dark", StringComparison.Ordinal),
            TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : "UTC");
    }
}

/// <summary>The person at this browser tab. One per circuit; used on its dispatcher only.</summary>
public sealed class Viewer
{
    /// <summary>Raised after <see cref="Apply"/> changed something.</summary>
    public event Action? Changed;

    /// <summary>The choices in force.</summary>
    public ViewerChoice Choice { get; private set; } = new();

    /// <summary>The viewer's time zone.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Takes over what the browser said.</summary>
    public void Apply(ViewerChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (choice == Choice) return;
        Choice = choice;
        Zone = TimeZoneInfo.TryFindSystemTimeZoneById(choice.Zone, out var zone) ? zone : TimeZoneInfo.Utc;
        Changed?.Invoke();
    }

    /// <summary><paramref name="moment"/> on the viewer's clock.</summary>
    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);
}
