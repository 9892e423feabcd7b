namespace AdminPanel.Web.Account;

/// <summary>One browser in which somebody is signed in, as the pages show it.</summary>
/// <param name="Id">Names the session; no secret.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="CreatedAt">When they signed in, UTC.</param>
/// <param name="SeenAt">When it was last used, UTC.</param>
/// <param name="From">The address they signed in from.</param>
/// <param name="Agent">What the browser calls itself.</param>
public sealed record SessionInfo(string Id, string UserId, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, string From, string Agent)
{
    /// <summary>The browser and system in two words, as far as they can be told.</summary>
    public string Device
    {
        get
        {
            var browser = First(("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"));
            var system = First(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"));
            return (browser, system) switch
            {
                (null, null) => Agent.Length == 0 ? "unknown browser" : Agent[..Math.Min(Agent.Length, 40)],
                (null, _) => system,
                (_, null) => browser,
                _ => $"{browser} on {system}",
            };
        }
    }

    private string? First(params ReadOnlySpan<(string Mark, string Name)> known)
    {
        foreach (var (mark, name) in known)
        {
            if (Agent.Contains(mark, StringComparison.Ordinal)) return name;
        }

        return null;
    }
}
