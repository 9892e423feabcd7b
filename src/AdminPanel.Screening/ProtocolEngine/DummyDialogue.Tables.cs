using System.Text;
using System.Text.Unicode;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.ProtocolEngine;

/// <content>
/// What lookup tables change in the dialogue. Where postscreen would end its process because a table cannot be asked, a warning is logged
/// and the client is treated as if the table did not know it.
/// </content>
internal sealed partial class DummyDialogue
{
    /// <summary>The line that <c>postscreen_command_filter</c> puts in place of this one; null when it stays.</summary>
    private byte[]? Filtered(ReadOnlySpan<byte> line)
    {
        if (_state.Snapshot.Protocol.CommandFilter is not { } filter) return null;
        var nul = line.IndexOf((byte)0);
        if (nul >= 0) line = line[..nul];
        if (!Utf8.IsValid(line)) return null;
        var answer = filter.Find(Encoding.UTF8.GetString(line.TrimStart(" \t"u8)));
        if (answer.Failed) Warn($"{answer.FailedTable} lookup error for \"{LogText.Printable(line, LogText.MaxLength)}\"");
        if (answer.Value is null) return null;
        var replaced = Encoding.UTF8.GetBytes(answer.Value);
        _state.Note(_state.NewNote(NoteKind.ReplacedCommand) with
        {
            Detail = LogText.Printable(line, LogText.MaxLength),
            Text = LogText.Printable(replaced, LogText.MaxLength),
        });
        return replaced;
    }

    /// <summary>The keywords that EHLO leaves out for this client; logged when they are not those of everybody.</summary>
    private int DiscardedKeywords()
    {
        var everybody = EhloKeywords.Mask(_state.Snapshot.Settings.Protocol.DiscardEhloKeywords);
        var maps = _state.Snapshot.Protocol.DiscardEhloKeywords;
        if (maps.IsEmpty) return everybody;
        var answer = maps.Find(_state.Client.Address);
        if (answer.Failed) Warn($"{answer.FailedTable} lookup error for \"{_state.Client.Address}\"");
        if (answer.Value is null) return everybody;
        var discarded = EhloKeywords.Mask(answer.Value);
        if (discarded != everybody && discarded != 0 && (discarded & EhloKeywords.Silent) == 0)
            _state.Note(_state.NewNote(NoteKind.DiscardingEhloKeywords) with { Text = EhloKeywords.Text(discarded) });
        return discarded;
    }

    private void Warn(string text) => _state.Note(_state.NewNote(NoteKind.TableWarning) with { Text = text });
}
