using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Peers;

/// <summary>Haraka and its plugins from npm, in a temporary folder; no script of any package is run.</summary>
internal sealed class HarakaProgram : IDisposable
{
    private static readonly string[] s_packages = ["Haraka@3.3.4", "haraka-plugin-early_talker@1.0.2", "haraka-plugin-dns-list@1.3.0"];
    private readonly TempFolder _folder = new("bench-haraka-program");

    private HarakaProgram()
    {
    }

    /// <summary>Where node_modules lies.</summary>
    public string Path => _folder.Path;

    /// <summary>What is installed.</summary>
    public static string Version => s_packages[0].Replace('@', ' ');

    /// <summary>Installs it; when that cannot be done, no program and the reason.</summary>
    public static async Task<(HarakaProgram? Program, string? Why)> InstallAsync(CancellationToken cancellationToken)
    {
        if (LabTools.Find("npm") is null || LabTools.Find("node") is null) return (null, "npm or node is not installed");
        var program = new HarakaProgram();
        try
        {
            await File.WriteAllTextAsync(program._folder.Combine("package.json"), """{ "private": true }""", cancellationToken);
            var (code, output) = await LabProcess.RunAsync(
                "npm",
                ["install", "--prefix", program.Path, "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error", .. s_packages],
                cancellationToken,
                timeout: TimeSpan.FromMinutes(3));
            if (code == 0) return (program, null);
            program.Dispose();
            return (null, $"npm install failed: {output.Trim().ReplaceLineEndings(" ")}");
        }
        catch (TimeoutException)
        {
            program.Dispose();
            return (null, "npm install took over three minutes");
        }
    }

    public void Dispose() => _folder.Dispose();
}
