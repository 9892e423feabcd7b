using System.Globalization;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.History;

/// <summary>Edits a <see cref="ConnectionFilter"/>.</summary>
public sealed partial class FilterBar
{
    private static readonly VerdictReason[] Usual =
    [
        VerdictReason.PassNew, VerdictReason.PassOld, VerdictReason.Allowlisted, VerdictReason.Denylisted, VerdictReason.Dnsbl, VerdictReason.Pregreet,
        VerdictReason.Pipelining, VerdictReason.NonSmtpCommand, VerdictReason.BareNewline, VerdictReason.Hangup, VerdictReason.Limit,
    ];

    /// <summary>History has a chip for each reason, the rare ones last.</summary>
    private static readonly VerdictReason[] All = [.. Usual, .. Enum.GetValues<VerdictReason>().Except(Usual)];

    private const string LocalFormat = "yyyy-MM-ddTHH:mm:ss";
    private bool _isOpen;
    private bool _asksTime;

    /// <summary>The conditions.</summary>
    [Parameter, EditorRequired]
    public ConnectionFilter Filter { get; set; } = ConnectionFilter.None;

    /// <summary>Raised with the new conditions.</summary>
    [Parameter]
    public EventCallback<ConnectionFilter> FilterChanged { get; set; }

    /// <summary>With a time range, which Live has no use for.</summary>
    [Parameter]
    public bool Full { get; set; }

    /// <summary>Names to offer for lists.</summary>
    [Parameter]
    public IReadOnlyList<string> Lists { get; set; } = [];

    /// <summary>More, at the end of the second line.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    private ConnectionFilter F => Filter;

    private bool HasOwnTime => _asksTime || F.From is not null || F.To is not null;

    private string? Done => F.Dispositions is [var only] ? ConnectionFilter.Name(only) : null;

    private string? Client => F.Client is null ? null : (F.NotClient ? "!" : "") + F.Client;

    private string Range => F.From is not null || F.To is not null ? "" : F.Range ?? "24h";

    private IEnumerable<VerdictReason> Shown => Full ? All : Usual.Concat(F.Reasons.Except(Usual));

    private static string? Text(ChangeEventArgs e) => e.Value?.ToString()?.Trim() is { Length: > 0 } text ? text : null;

    private static int? Whole(ChangeEventArgs e) => Whole(Text(e)?.TrimStart('!'));

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Pressed(bool pressed) => pressed ? "true" : "false";

    private ConnectionFilter WithClient(string? text) =>
        text is ['!', .. var rest] ? F with { Client = rest.Trim(), NotClient = true } : F with { Client = text, NotClient = false };

    private Task SetAsync(ConnectionFilter filter) => FilterChanged.InvokeAsync(filter);

    /// <summary>Opens the fields with the range that was shown, or goes back to the preset.</summary>
    private Task ToggleOwnTimeAsync()
    {
        _asksTime = !HasOwnTime;
        return F.From is null && F.To is null ? Task.CompletedTask : SetAsync(F with { From = null, To = null });
    }

    private string? LocalText(DateTimeOffset? at) => at is { } moment ? Viewer.Local(moment).ToString(LocalFormat, CultureInfo.InvariantCulture) : null;

    /// <summary>What was typed, on the viewer's clock. A time that the clock skips in spring is taken as an hour later, as clocks do.</summary>
    private DateTimeOffset? Moment(ChangeEventArgs e)
    {
        if (!DateTime.TryParse(Text(e), CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        if (Viewer.Zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, Viewer.Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
