using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AdminPanel.Screening.Maillog;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Shared;

namespace AdminPanel.Web.Features.SystemState;

/// <summary>One line of a log.</summary>
/// <param name="At">When; null in the maillog, whose lines begin with it.</param>
/// <param name="Level">The level of the application log; empty in the maillog.</param>
/// <param name="Text">The line, secrets masked.</param>
internal sealed record LogLine(DateTimeOffset? At, string Level, string Text);

/// <summary>Reads the end of the maillog and of the application log. Thread-safe.</summary>
internal sealed partial class LogTail(MaillogWriter maillog, AdminPanelOptions options, SecretZones secrets)
{
    private const int Window = 512 * 1024;
    private static readonly string[] Levels = ["Verbose", "Debug", "Information", "Warning", "Error", "Fatal"];

    /// <summary>The last lines that contain <paramref name="filter"/>, the newest last, of the last half megabyte.</summary>
    public async Task<ImmutableArray<LogLine>> ReadAsync(bool application, string filter, LogLevel least, int max, CancellationToken cancellationToken)
    {
        var path = application ? Newest() : maillog.Path;
        if (path is null || !File.Exists(path)) return [];
        await secrets.RefreshAsync(cancellationToken);
        var lines = (await TailAsync(path, cancellationToken)).Select(line => application ? Application(line) : new LogLine(null, "", secrets.Mask(line)))
            .Where(line => filter.Length == 0 || line.Text.Contains(filter, StringComparison.OrdinalIgnoreCase))
            .Where(line => !application || Array.IndexOf(Levels, line.Level) >= (int)least);
        return [.. lines.TakeLast(max)];
    }

    private static async Task<string[]> TailAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var from = Math.Max(0, file.Length - Window);
        file.Seek(from, SeekOrigin.Begin);
        var bytes = new byte[file.Length - from];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var lines = Encoding.UTF8.GetString(bytes, 0, read).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return from > 0 && lines.Length > 0 ? lines[1..] : lines;
    }

    private string? Newest() => Directory.Exists(options.LogDirectory)
        ? Directory.EnumerateFiles(options.LogDirectory, "adminpanel-*.log").Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    /// <summary>A line of compact JSON as a sentence: its template with the values in it, and the first line of an exception.</summary>
    private LogLine Application(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var entry = document.RootElement;
            var text = Placeholder().Replace(Value(entry, "@mt") ?? Value(entry, "@m") ?? "", match => Value(entry, match.Groups[1].Value) ?? match.Value);
            if (Value(entry, "@x") is { } exception) text += " · " + exception.Split('\n')[0].Trim();
            _ = DateTimeOffset.TryParse(Value(entry, "@t"), CultureInfo.InvariantCulture, out var at);
            return new LogLine(at, Value(entry, "@l") ?? "Information", secrets.Mask(text));
        }
        catch (JsonException)
        {
            // A line that was cut by a crash.
            return new LogLine(null, "Information", secrets.Mask(json));
        }
    }

    private static string? Value(JsonElement entry, string name) => !entry.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    [GeneratedRegex(@"\{[@$]?(\w+)(?:[,:][^}]*)?\}")]
    private static partial Regex Placeholder();
}
