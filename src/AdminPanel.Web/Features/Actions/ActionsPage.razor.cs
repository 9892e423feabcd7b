using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Actions;

/// <summary>Actions, waits, passes and limits: everything that is one value.</summary>
public sealed partial class ActionsPage
{
    private static readonly (string Path, string Title, string What, VerdictReason Reason, string DropReply)[] DeepTests =
    [
        ("Protocol.Pipelining", "A client that sends ahead", "Does the client send several commands at once although that was not offered?", VerdictReason.Pipelining, "521 5.5.1 Protocol error"),
        ("Protocol.NonSmtpCommand", "A client that sends something else", "Does the client send commands that no mail client sends, such as those of a web browser?", VerdictReason.NonSmtpCommand, "521 5.7.0 Error: I can break rules, too. Goodbye."),
        ("Protocol.BareNewline", "A client that ends lines with a bare newline", "Does the client end a line with LF instead of CR LF? Some old but honest programs do.", VerdictReason.BareNewline, "521 5.5.1 Protocol error"),
    ];

    [Inject]
    private ActionsPageModel Model { get; set; } = default!;

    private ScreeningSettings Draft => Session.Settings;

    private bool AnyDeepTest => DeepTests.Any(t => IsOn(t.Path));

    private string? LimitEffect => Model.LimitHits is { } hits and > 0 ? $"Last 24 hours: {Numbers.Thin(hits)} connections were turned away by a limit." : null;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        await Model.RefreshAsync(Closed);
    }

    private static ScreeningAction ActionIn(ScreeningSettings settings, string path) => path switch
    {
        "Protocol.Pipelining" => settings.Protocol.Pipelining.Action,
        "Protocol.NonSmtpCommand" => settings.Protocol.NonSmtpCommand.Action,
        _ => settings.Protocol.BareNewline.Action,
    };

    private Task RefreshAsync() => Model.RefreshAsync(Closed);

    private bool IsOn(string path) => Changes.SettingFields.At($"{path}.Enable").Read(Draft) == "yes";
}
