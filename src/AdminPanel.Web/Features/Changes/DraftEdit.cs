using System.Collections.Immutable;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <summary>One committed edit of the draft.</summary>
/// <param name="What">What it does, in words: "Weight of bl.example".</param>
/// <param name="Apply">The edit. Must work on any settings, because it is applied again when somebody else saved meanwhile.</param>
internal sealed record DraftEdit(string What, Func<ScreeningSettings, ScreeningSettings> Apply);

/// <summary>How an edit ended.</summary>
internal enum EditOutcome
{
    /// <summary>Saved to the shared draft.</summary>
    Saved,

    /// <summary>It changed nothing.</summary>
    Unchanged,

    /// <summary>Somebody else changed the same thing; <see cref="DraftSession.Conflict"/> asks what to keep.</summary>
    Conflict,

    /// <summary>This person may not edit.</summary>
    Refused,

    /// <summary>The store failed; the edit is kept and can be saved again.</summary>
    Failed,
}

/// <summary>Two people changed the same thing. Nothing is lost: the edit waits for an answer.</summary>
/// <param name="Edit">Our edit, not yet saved.</param>
/// <param name="Mine">What our edit changes.</param>
/// <param name="Theirs">What the other person changed.</param>
/// <param name="By">The other person.</param>
/// <param name="Fields">Where the two collide, one by one.</param>
internal sealed record DraftConflict(DraftEdit Edit, ImmutableArray<SettingsChange> Mine, ImmutableArray<SettingsChange> Theirs, string By, ImmutableArray<Collision> Fields);

/// <summary>What somebody else changed in the draft while this page was open.</summary>
/// <param name="By">The other person.</param>
/// <param name="Changes">What they changed; empty when they published or discarded the draft.</param>
/// <param name="Text">The sentence to show.</param>
internal sealed record DraftNotice(string By, ImmutableArray<SettingsChange> Changes, string Text);

/// <summary>The last edit of this page, for undo.</summary>
/// <param name="What">What it did.</param>
/// <param name="Before">The settings before it.</param>
/// <param name="After">The settings after it.</param>
internal sealed record DraftUndo(string What, ScreeningSettings Before, ScreeningSettings After);
