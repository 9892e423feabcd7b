using System.Net;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.Labels;

/// <summary>A word about a client's mail that is not tied to a connection yet.</summary>
/// <param name="Client">The client.</param>
/// <param name="Port">Its port; null when the log does not say it.</param>
/// <param name="At">When the mail server greeted it, UTC: shortly after the connection was handed over.</param>
/// <param name="Source">Who says it.</param>
/// <param name="Label">What it is.</param>
/// <param name="Score">The score, when the source gives one.</param>
public sealed record LabelSign(IPAddress Client, int? Port, DateTimeOffset At, LabelSource Source, MailLabel Label, double? Score);

/// <summary>A word about a connection, as it is kept.</summary>
/// <param name="Source">Who says it.</param>
/// <param name="Label">What it is.</param>
/// <param name="Score">The score, when the source gives one.</param>
/// <param name="At">When it was said, UTC.</param>
/// <param name="Who">The administrator's name; null for a program.</param>
public sealed record ConnectionLabel(LabelSource Source, MailLabel Label, double? Score, DateTimeOffset At, string? Who);

/// <summary>One word per connection and source.</summary>
internal sealed class LabelSignRow
{
    /// <summary>The connection's key.</summary>
    public long Key { get; set; }

    public LabelSource Source { get; set; }

    public MailLabel Label { get; set; }

    public double? Score { get; set; }

    public DateTimeOffset At { get; set; }

    public string? Who { get; set; }
}
