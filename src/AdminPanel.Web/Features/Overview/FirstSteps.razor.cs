using AdminPanel.Screening.Settings;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Overview;

/// <summary>The way from a fresh start to the first judged connection.</summary>
public sealed partial class FirstSteps
{
    [Inject]
    private SettingsSource Settings { get; set; } = default!;

    // The first version only holds the defaults.
    private bool HasSettings => Settings.Current.Version > 1 || HasLists;

    private bool HasLists => Settings.Current.Settings.Dnsbl.Sites.Any(s => s.Enabled);

    private bool TurnsAway =>
        Settings.Current.Settings is var settings
        && (settings.Access.DenylistAction != ScreeningAction.Ignore || settings.Dnsbl.Action != ScreeningAction.Ignore || settings.Greet.Action != ScreeningAction.Ignore);

    private bool HasHandoff => Status is { Handoff: not "none" };

    private bool IsListening => Status is { StartedAt: not null, Listening.IsEmpty: false };

    private static string? Mark(bool isDone) => isDone ? "is-done" : null;
}
