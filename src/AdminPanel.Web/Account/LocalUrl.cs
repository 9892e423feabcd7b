namespace AdminPanel.Web.Account;

/// <summary>Where to go after signing in: only paths of this panel, anything else could lead a signed-in person elsewhere.</summary>
internal static class LocalUrl
{
    /// <summary><paramref name="url"/> when it is a path of this panel, else the overview.</summary>
    public static string OrHome(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl) ? url : "/";
}
