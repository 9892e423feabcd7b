using System.Runtime.InteropServices;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>Puts the measured table and a plot per row into performance.md, between its two marks; what stands around them stays.</summary>
internal static class PerformanceDocument
{
    private const string Begin = "<!-- measured -->";
    private const string End = "<!-- /measured -->";

    /// <summary>Writes them; rows without figures stay in the table as not measured and have no plot.</summary>
    public static async Task WriteAsync(Figures figures, CompareOptions options, Table table, string docs, CancellationToken cancellationToken)
    {
        var path = Path.Combine(docs, "performance.md");
        var pictures = Directory.CreateDirectory(Path.Combine(docs, "img", "performance")).FullName;
        List<string> links = [];
        foreach (var row in Row.All.Where(row => options.Rows.Contains(row.Group) && row.Goal != Goal.Shown))
        {
            var name = row.What.Replace(' ', '-');
            if (!Plot.Write(Path.Combine(pictures, $"{name}.svg"), row, figures, PlotColors.Light)) continue;
            Plot.Write(Path.Combine(pictures, $"{name}-dark.svg"), row, figures, PlotColors.Dark);
            links.Add(
                $"""
                <picture><source media="(prefers-color-scheme: dark)" srcset="img/performance/{name}-dark.svg"><img alt="{row.Title}" src="img/performance/{name}.svg"></picture>
                """);
        }

        var (_, postfix) = await LabProcess.RunAsync("postconf", ["-d", "-h", "mail_version"], cancellationToken);
        var runs = figures.All("start", Row.Engine).Count;
        var measured =
            $"""
            Measured {DateTime.UtcNow:yyyy-MM-dd} on {Environment.ProcessorCount} cores ({RuntimeInformation.OSDescription.Split('#')[0].Trim()}), {RuntimeInformation.FrameworkDescription}, Postfix {postfix.Trim()}.
            Medians of {runs} {(runs == 1 ? "run" : "runs")} a side, the smallest and the largest in parentheses. The last column repeats a row: `dotnet run -c Release --project tests/AdminPanel.Benchmarks -- compare --rows …`

            {table.Text()}{table.Notes()}
            {string.Join("\n\n", links)}

            """;
        var text = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : $"# Performance\n\n{Begin}\n{End}\n";
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || to < from) throw new InvalidOperationException($"{path} has no {Begin} … {End}");
        await File.WriteAllTextAsync(path, $"{text[..(from + Begin.Length)]}\n{measured}{text[to..]}", cancellationToken);
    }
}
