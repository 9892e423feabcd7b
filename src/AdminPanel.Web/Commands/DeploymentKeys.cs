namespace AdminPanel.Web.Commands;

/// <summary>Tells deployment keys (<c>--DataDirectory=/srv/panel</c>, <c>--Screening:HandOff=none</c>) from a command's own options.</summary>
internal static class DeploymentKeys
{
    private static readonly string[] Own = ["--role", "--comment", "--to"];

    /// <summary>The arguments of the form <c>--Key=value</c> that no command claims, and the others in order.</summary>
    public static (string[] Keys, string[] Others) Split(string[] args)
    {
        var keys = args.Where(IsKey).ToArray();
        return (keys, [.. args.Where(static arg => !IsKey(arg))]);
    }

    private static bool IsKey(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal)) return false;
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals > 2 && !Own.Contains(argument[..equals], StringComparer.Ordinal);
    }
}
