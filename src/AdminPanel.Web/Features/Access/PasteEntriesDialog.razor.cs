using AdminPanel.Screening.AccessLists;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using MudBlazor;

namespace AdminPanel.Web.Features.Access;

/// <summary>Takes many entries at once; lines that cannot be taken stay in the box.</summary>
public sealed partial class PasteEntriesDialog
{
    private const long MaxFileSize = 512 * 1024;
    private string _text = "";
    private string _reason = "";
    private string? _fileError;
    private AccessAction _action = AccessAction.Permit;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private PasteResult Result => AccessPaste.Read(_text, _action, _reason, Session.Who, Time.GetUtcNow(), Session.Settings);

    private async Task TakeAllAsync()
    {
        await AppendAsync();
        Dialog.Close();
    }

    private async Task TakeGoodAsync()
    {
        var bad = Result.Problems.Where(p => p.IsError).Select(p => p.Line).ToHashSet();
        await AppendAsync();
        _text = string.Join('\n', _text.ReplaceLineEndings("\n").Split('\n').Where((_, i) => bad.Contains(i + 1)));
    }

    private Task AppendAsync()
    {
        var entries = Result.Entries;
        return EditAsync($"Add {entries.Length} entries", s => AccessDraft.Append(s, entries));
    }

    private async Task LoadAsync(InputFileChangeEventArgs e)
    {
        try
        {
            using var reader = new StreamReader(e.File.OpenReadStream(MaxFileSize, Closed));
            _text = await reader.ReadToEndAsync(Closed);
            _fileError = null;
        }
        catch (IOException problem)
        {
            _fileError = $"{e.File.Name} could not be read: {problem.Message}";
        }
    }
}
