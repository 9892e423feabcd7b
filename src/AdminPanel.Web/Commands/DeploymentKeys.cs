namespace AdminPanel.Web.Commands;

/// <summary>Tells deployment keys (<c>--DataDirectory=/srv/panel</c>, <c>--Screening:HandOff=none</c>) from a command's own options.</summary>
internal static class DeploymentKeys
{
    private static readonly string[] Own = ["--role", "--comment", "--to", "--demo", "--draft", "--json", "--reveal-secrets", "--main-cf", "--time-zone"];

    private static readonly string[] Documented =
    [
        "DataDirectory", "Urls", "KnownProxies", "Screening:Listen", "Screening:HandOff", "Screening:Resolvers", "Screening:MailLog", "History:RetentionDays", "History:MaxRows", "Labels:MailLog",
        "Authentication:Oidc:Authority", "Authentication:Oidc:ClientId", "Authentication:Oidc:ClientSecret", "Authentication:Oidc:ButtonText", "Authentication:Oidc:RoleClaim",
    ];

    /// <summary>What ASP.NET Core and its host read besides.</summary>
    private static readonly string[] Frameworks =
    [
        "Logging", "Kestrel", "AllowedHosts", "environment", "applicationName", "contentRoot", "webRoot", "shutdownTimeoutSeconds", "detailedErrors", "captureStartupErrors",
        "http_ports", "https_ports", "https_port", "staticWebAssets", "preferHostingUrls", "suppressStatusMessages", "hostingStartupAssemblies", "preventHostingStartup", "startupAssembly",
    ];

    /// <summary>The arguments of the form <c>--Key=value</c> that no command claims, and the others in order.</summary>
    public static (string[] Keys, string[] Others) Split(string[] args)
    {
        var keys = args.Where(IsKey).ToArray();
        return (keys, [.. args.Where(static arg => !IsKey(arg))]);
    }

    /// <summary>One sentence for each of <paramref name="keys"/> that nothing reads: a misspelt key would otherwise do nothing, silently.</summary>
    public static IEnumerable<string> Refusals(string[] keys)
    {
        foreach (var key in keys)
        {
            var name = key[2..key.IndexOf('=', StringComparison.Ordinal)];
            var root = name.Split(':')[0];
            if (Documented.Any(known => string.Equals(known.Split(':')[0], root, StringComparison.OrdinalIgnoreCase)) || Frameworks.Contains(root, StringComparer.OrdinalIgnoreCase)) continue;
            yield return $"--{name}: no such key; did you mean --{Documented.MinBy(known => Distance(name, known))}?";
        }
    }

    /// <summary>How far apart two names are: 0 when one begins or ends with the other, else the edits that turn one into the other.</summary>
    private static int Distance(string one, string other)
    {
        one = one.ToUpperInvariant();
        other = other.ToUpperInvariant();
        if (other.StartsWith(one, StringComparison.Ordinal) || one.StartsWith(other, StringComparison.Ordinal) || other.EndsWith($":{one}", StringComparison.Ordinal)) return 0;
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            (var diagonal, row[0]) = (row[0], i);
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }

    private static bool IsKey(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal)) return false;
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals > 2 && !Own.Contains(argument[..equals], StringComparer.Ordinal);
    }
}
