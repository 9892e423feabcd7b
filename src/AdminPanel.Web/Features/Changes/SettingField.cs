using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <summary>How a <see cref="SettingField"/> is typed.</summary>
internal enum FieldKind
{
    /// <summary>Free text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A time in Postfix spelling, for example <c>6s</c> or <c>30d</c>.</summary>
    Time,

    /// <summary>Yes or no.</summary>
    Switch,

    /// <summary>Words separated by blanks or commas.</summary>
    Words,

    /// <summary>One of <see cref="SettingField.Choices"/>.</summary>
    Choice,
}

/// <summary>One setting as people and Postfix know it: the same words on its page, in a list of changes and in problems. Immutable.</summary>
internal sealed record SettingField
{
    /// <summary>Property path, as <see cref="SettingsDiff"/> and <see cref="SettingsRules"/> spell it.</summary>
    public required string Path { get; init; }

    /// <summary>Which of several fields at the same path: <c>normal</c> or <c>stress</c>; empty for most.</summary>
    public string Part { get; init; } = "";

    /// <summary>What the setting is called in the panel.</summary>
    public string Label { get => field ?? SettingsDescription.Words(Path); init; }

    /// <summary>The Postfix parameter; empty when Postfix has none.</summary>
    public string Parameter => SettingsDescription.Parameter(Path);

    /// <summary>What it does, one or two sentences.</summary>
    public string Help { get; init; } = "";

    /// <summary>How it is typed.</summary>
    public FieldKind Kind { get; init; }

    /// <summary>Unit shown after a number; empty when none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What can be chosen, each with its meaning; empty when the value is typed.</summary>
    public IReadOnlyList<(string Value, string Meaning)> Choices { get; init; } = [];

    /// <summary>The page that edits it.</summary>
    public string Page { get; init; } = "/actions";

    /// <summary>The value as text.</summary>
    public required Func<ScreeningSettings, string> Read { get; init; }

    /// <summary>The settings with the value replaced, or null when the text cannot be read.</summary>
    public required Func<ScreeningSettings, string, ScreeningSettings?> Write { get; init; }

    /// <summary>postscreen's default as text.</summary>
    public string Default => Read(Defaults);

    /// <summary>What to say when <see cref="Write"/> cannot read the text.</summary>
    public string Expected => Kind switch
    {
        FieldKind.Time => "Write a number and a unit: 6s, 10m, 12h, 30d or 2w.",
        FieldKind.Number => "Write a whole number.",
        _ => "This value cannot be read.",
    };

    private static ScreeningSettings Defaults { get; } = new();
}
