using System.Diagnostics;
using System.Globalization;

namespace AdminPanel.Testing.Lab;

public sealed partial class PostfixLab
{
    /// <summary>
    /// Ends the instance of a folder, whatever became of it: <c>postfix stop</c> would wait for a logger that died. Its processes are known by the
    /// queue folder that they work in.
    /// </summary>
    private static Task EndAsync(string folder)
    {
        var queue = Path.Combine(folder, "queue");
        return Eventually.HoldsAsync(
            "Postfix has ended", Patience.Limit,
            () =>
            {
                var alive = Directory.EnumerateDirectories("/proc").Where(process => new DirectoryInfo(Path.Combine(process, "cwd")).LinkTarget == queue).ToList();
                foreach (var process in alive) Kill(Path.GetFileName(process));
                return alive.Count == 0;
            },
            CancellationToken.None);
    }

    private static void Kill(string id)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    /// <summary>Ends instances whose test run was killed before it could.</summary>
    private static async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), "adminpanel-postfix-*"))
        {
            var owner = Path.Combine(folder, "owner.pid");
            if (!File.Exists(owner) || Directory.Exists($"/proc/{await File.ReadAllTextAsync(owner, cancellationToken)}")) continue;
            try
            {
                await EndAsync(folder);
            }
            catch (Exception trouble) when (trouble is TimeoutException or IOException)
            {
                // It is not this test's, and another test run may sweep at the same moment.
            }

            TempFolder.Remove(folder);
        }
    }
}
