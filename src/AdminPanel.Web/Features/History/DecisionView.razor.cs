using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.History;

/// <summary>One whole decision.</summary>
public sealed partial class DecisionView
{
    /// <summary>The decision.</summary>
    [Parameter, EditorRequired]
    public VerdictEvent Verdict { get; set; } = default!;

    private IReadOnlyList<string> Lines { get; set; } = [];

    /// <summary>True on the page of the decision itself.</summary>
    [Parameter]
    public bool OnOwnPage { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    /// <summary>For a client that passed: until when it is not tested again, as things stand now.</summary>
    private string? PassedUntil { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        Lines = LogLines.Of(Verdict);
        PassedUntil = Verdict.Reason is VerdictReason.PassOld or VerdictReason.PassNew ? Until() : null;
    }

    private string? Until()
    {
        if (Services.GetService<TemporaryAllowlist>() is not { } allowlist || Services.GetService<SettingsSource>() is not { } settings) return null;
        var client = Verdict.Client.Address;
        if (!allowlist.TryGet(client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client, out var stamps)) return "not known any more";
        var now = Time.GetUtcNow();
        var first = ClientCheckup.FirstExpiry(settings.Current, stamps);
        return first is not { } at ? "not every test passed" : at <= now ? "has expired since" : $"not tested again until {TimeText.Text(at, TimeTextFormat.DateTime, Viewer, now)}";
    }
}
