using System.Globalization;
using AdminPanel.Screening.Verdicts;
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

    private bool _isOpen;

    /// <summary>The conditions.</summary>
    [Parameter, EditorRequired]
    public ConnectionFilter Filter { get; set; } = ConnectionFilter.None;

    /// <summary>Raised with the new conditions.</summary>
    [Parameter]
    public EventCallback<ConnectionFilter> FilterChanged { get; set; }

    /// <summary>With time range and every condition; without, the few that Live needs.</summary>
    [Parameter]
    public bool Full { get; set; }

    /// <summary>Names to offer for lists.</summary>
    [Parameter]
    public IReadOnlyList<string> Lists { get; set; } = [];

    /// <summary>More, at the end of the second line.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private ConnectionFilter F => Filter;

    private string? Client => F.Client is null ? null : (F.NotClient ? "!" : "") + F.Client;

    private string Range => F.From is not null || F.To is not null ? "" : F.Range ?? "24h";

    private IEnumerable<VerdictReason> Shown => Usual.Concat(F.Reasons.Except(Usual));

    private static string? Text(ChangeEventArgs e) => e.Value?.ToString()?.Trim() is { Length: > 0 } text ? text : null;

    private static int? Whole(ChangeEventArgs e) => int.TryParse(Text(e), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Pressed(bool pressed) => pressed ? "true" : "false";

    private ConnectionFilter WithClient(string? text) =>
        text is ['!', .. var rest] ? F with { Client = rest.Trim(), NotClient = true } : F with { Client = text, NotClient = false };

    private Task SetAsync(ConnectionFilter filter) => FilterChanged.InvokeAsync(filter);
}
