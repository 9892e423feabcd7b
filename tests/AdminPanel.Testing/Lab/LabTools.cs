namespace AdminPanel.Testing.Lab;

/// <summary>The programs of other projects that the lab runs. Tests skip themselves with <see cref="Missing"/>'s sentence.</summary>
public static class LabTools
{
    private static readonly string[] Folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];

    /// <summary>The full path of a program, or null.</summary>
    public static string? Find(string program) =>
        Folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>The full path of a program; throws when it is not installed.</summary>
    public static string Require(string program) =>
        Find(program) ?? throw new InvalidOperationException($"{program} is not installed; tests/run installs it.");

    /// <summary>Why the lab cannot run here, in one sentence; null when it can.</summary>
    public static string? Missing(params string[] programs)
    {
        if (!OperatingSystem.IsLinux()) return "The lab needs Linux: every address in 127.0.0.0/8 and descriptor passing.";
        var absent = programs.Where(program => Find(program) is null).ToList();
        if (absent.Count > 0) return $"Not installed: {string.Join(", ", absent)} (tests/run installs them).";
        if (programs.Contains("postfix") && !Environment.IsPrivilegedProcess) return "Postfix must be started by root.";
        return null;
    }
}
