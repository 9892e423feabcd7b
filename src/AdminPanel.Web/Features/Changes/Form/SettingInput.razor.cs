using AdminPanel.Screening.Settings;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Changes.Form;

/// <summary>A form field for one <see cref="SettingField"/>. What was typed stays when it cannot be read.</summary>
public sealed partial class SettingInput
{
    private string _id => $"f-{Path}{(Stress ? "-stress" : "")}";
    private string? _typed;
    private string? _error;
    private ScreeningSettings? _seen;

    /// <summary>The settings path.</summary>
    [Parameter, EditorRequired]
    public string Path { get; set; } = "";

    /// <summary>True for the value in stress mode.</summary>
    [Parameter]
    public bool Stress { get; set; }

    private string _helpId => _id + "h";

    private SettingField Field => Stress ? SettingFields.AtStress(Path) : SettingFields.At(Path);

    private string Value => Field.Read(Session.Settings);

    // A pair of values shares its problems; they stand below the normal one.
    private IEnumerable<SettingsProblem> Problems => Stress ? [] : Session.ProblemsAt(Path);

    /// <summary>Who changed the setting while this person types; null when nobody did.</summary>
    private (string By, string Value)? Underneath => _seen is { } seen && _typed is not null && Field.Read(seen) != Value && Session.Conflict is null
        ? (Session.TouchesOf(Path) is [var touch, ..] ? touch.By : "Somebody else", Value)
        : null;

    private static string Shown(string value) => value.Length == 0 ? "empty" : value;

    // What is typed is known here from the first letter on, so that nothing that arrives meanwhile takes its place.
    private void Typing(string? text)
    {
        _seen ??= Session.Settings;
        _typed = text ?? "";
    }

    private void Drop() => (_typed, _error, _seen) = (null, null, null);

    private async Task CommitAsync(string text)
    {
        var field = Field;
        (_typed, _error) = (text, null);
        if (field.Write(Session.Settings, text) is null)
        {
            _error = field.Expected;
            return;
        }

        await EditAsync(field.Label, s => field.Write(s, text) ?? s, _seen);
        (_typed, _seen) = (null, null);
    }
}
