using AdminPanel.Postfix.Import;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Settings;
using AdminPanel.Web.Account;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace AdminPanel.Web.Features.OldLogs;

/// <summary>Imports logs of postscreen, from the server or uploaded.</summary>
public sealed partial class OldLogsPage : IAsyncDisposable
{
    private const long UploadLimit = 500_000_000;
    private readonly CancellationTokenSource _gone = new();
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private readonly List<LogFile> _uploads = [];
    private IReadOnlyList<LogFile> _found = [];
    private IReadOnlyList<string> _problems = [];
    private string? _uploading;
    private string _mainCf = "";
    private string _zone = "";
    private Task _watching = Task.CompletedTask;

    [Inject]
    private LogImportRunner Runner { get; set; } = default!;

    [Inject]
    private SettingsStore Versions { get; set; } = default!;

    [Inject]
    private AuditLog Audit { get; set; } = default!;

    [Inject]
    private PanelPerson Person { get; set; } = default!;

    [Inject]
    private AdminPanelOptions Deployment { get; set; } = default!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _watching;
        if (!Runner.IsRunning) DeleteUploads([.. _uploads]);
        _gone.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (!RendererInfo.IsInteractive) return;
        _found = LogFolder.Find();
        _watching = WatchAsync();
    }

    private static RenderFragment Table(string caption, IEnumerable<(string Words, long Count)> lines) => builder =>
    {
        builder.OpenElement(0, "table");
        builder.OpenElement(1, "caption");
        builder.AddContent(2, caption);
        builder.CloseElement();
        foreach (var (words, count) in lines)
        {
            builder.OpenElement(3, "tr");
            builder.OpenElement(4, "td");
            builder.AddAttribute(5, "class", "right num");
            builder.AddContent(6, Numbers.Thin(count));
            builder.CloseElement();
            builder.OpenElement(7, "td");
            builder.AddContent(8, words);
            builder.CloseElement();
            builder.CloseElement();
        }

        builder.CloseElement();
    };

    private static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => $"{bytes / 1e9:0.0} GB",
        >= 1_000_000 => $"{bytes / 1e6:0.0} MB",
        _ => $"{bytes / 1e3:0.0} kB",
    };

    private static void DeleteUploads(IEnumerable<LogFile> files)
    {
        foreach (var file in files) File.Delete(file.Path);
    }

    private void Toggle(string path)
    {
        if (!_chosen.Remove(path)) _chosen.Add(path);
    }

    private async Task UploadAsync(InputFileChangeEventArgs chosen)
    {
        _problems = [];
        if (!(await Person.GetAsync()).CanAdminister) return;
        var files = chosen.GetMultipleFiles(50);
        if (files.Sum(static file => file.Size) + _uploads.Sum(static file => file.Size) > UploadLimit)
        {
            _problems = [$"Together these are more than {Size(UploadLimit)}. Use AdminPanel import-log on the server."];
            return;
        }

        var folder = Path.Combine(Deployment.DataDirectory, "uploads");
        PrivateFiles.CreateDirectory(folder);
        foreach (var file in files)
        {
            _uploading = $"Uploading {file.Name}, {Size(file.Size)}";
            StateHasChanged();
            var path = Path.Combine(folder, Path.GetRandomFileName());
            try
            {
                await using (var to = File.Create(path))
                await using (var from = file.OpenReadStream(UploadLimit, _gone.Token))
                    await from.CopyToAsync(to, _gone.Token);
                File.SetLastWriteTimeUtc(path, file.LastModified.UtcDateTime);
                _uploads.Add(LogFile.Find(path, file.Name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
            {
                File.Delete(path);
                _problems = [$"{file.Name} could not be taken: {e.Message}"];
            }
        }

        _uploading = null;
    }

    private async Task StartAsync()
    {
        _problems = [];
        var rights = await Person.GetAsync();
        if (!rights.CanAdminister)
        {
            _problems = ["Your account may not import logs."];
            return;
        }

        if (_zone.Trim() is { Length: > 0 } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            _problems = [$"There is no time zone {zone} on this server; a name is e.g. Europe/Berlin."];
            return;
        }

        ScreeningSettings? mainCf = null;
        if (_mainCf.Trim().Length > 0)
        {
            var import = MainCfImport.Read("main.cf", _mainCf, EmptyTables.Instance);
            if (import.Settings is null)
            {
                _problems = [.. import.Problems.Select(static problem => problem.ToString())];
                return;
            }

            mainCf = import.Settings;
        }

        try
        {
            LogFile[] uploads = [.. _uploads];
            var order = new LogImportOrder
            {
                Files = [.. _chosen.Where(LogFolder.IsWithin).Select(static path => LogFile.Find(path)), .. uploads],
                Settings = mainCf ?? (await Versions.GetNewestValidAsync(_gone.Token)).Newest?.Settings ?? new ScreeningSettings(),
                HasMainCf = mainCf is not null,
                Zone = _zone.Trim().Length == 0 ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(_zone.Trim()),
            };
            await Audit.WriteAsync(rights.Name, "imported old logs", string.Join(", ", order.Files.Select(static file => file.Name)), null, null, _gone.Token);
            if (!Runner.TryStart(order, () => DeleteUploads(uploads)))
            {
                _problems = ["Another import runs already."];
                return;
            }

            _uploads.Clear();
            _chosen.Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems = [e.Message];
        }
    }

    /// <summary>Shows progress twice a second while an import runs.</summary>
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        LogImportProgress? shown = null;
        try
        {
            while (await timer.WaitForNextTickAsync(_gone.Token))
            {
                // A short import may begin and end between two looks.
                if (!Runner.IsRunning && ReferenceEquals(shown, Runner.Progress)) continue;
                shown = Runner.IsRunning ? null : Runner.Progress;
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }
}
