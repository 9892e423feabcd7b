using System.Runtime.InteropServices;
using AdminPanel.Testing;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>Puts the measured table and a plot per row into docs/performance.md, between its two marks; what stands around them stays.</summary>
internal static class PerformanceDocument
{
    private const string Begin = "<!-- measured -->";
    private const string End = "<!-- /measured -->";

    public static async Task WriteAsync(Figures figures, CompareOptions options, Table table, CancellationToken cancellationToken)
    {
        var path = RepositoryRoot.Combine("docs", "performance.md");
        var pictures = Directory.CreateDirectory(RepositoryRoot.Combine("docs", "img", "performance")).FullName;
        List<string> links = [];
        foreach (var row in Row.All.Where(row => options.Rows.Contains(row.Group)))
        {
            var name = row.What.Replace(' ', '-') + ".svg";
            if (Plot.Write(Path.Combine(pictures, name), row, figures)) links.Add($"![{row.Title}](img/performance/{name})");
        }

        var (_, postfix) = await LabProcess.RunAsync("postconf", ["-d", "-h", "mail_version"], cancellationToken);
        var measured =
            $"""
            Measured {DateTime.UtcNow:yyyy-MM-dd} on {Environment.ProcessorCount} cores ({RuntimeInformation.OSDescription.Split('#')[0].Trim()}), {RuntimeInformation.FrameworkDescription}, Postfix {postfix.Trim()}; {options.Pairs} pairs, medians.
            The last column repeats a row: `dotnet run -c Release --project tests/AdminPanel.Benchmarks -- compare --rows …`

            {table.Text()}{table.Notes()}
            {string.Join('\n', links)}

            """;
        var text = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : $"# Performance\n\n{Begin}\n{End}\n";
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || to < from) throw new InvalidOperationException($"{path} has no {Begin} … {End}");
        await File.WriteAllTextAsync(path, $"{text[..(from + Begin.Length)]}\n{measured}{text[to..]}", cancellationToken);
        Console.WriteLine($"Written: {path}");
    }
}
