using System.Collections.Immutable;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Features.History;

/// <summary>A list's part in a row.</summary>
/// <param name="List">The list's display name.</param>
/// <param name="Codes">Its answers, with the equals sign; shown where there is room.</param>
/// <param name="Effect">The weight with its asterisk, or what went wrong.</param>
/// <param name="Tone">The chip's css suffix.</param>
public readonly record struct HitChip(string List, string Codes, string Effect, string Tone)
{
    /// <summary>All of it: <c>bl.example=127.0.0.4*3</c>.</summary>
    public string Text => List + Codes + Effect;

    /// <summary>Reads a hit as the history keeps it.</summary>
    public static HitChip Parse(string hit)
    {
        var star = hit.LastIndexOf('*');
        var (named, effect) = star < 0 ? (hit, "") : (hit[..star], hit[star..]);
        var equals = named.IndexOf('=', StringComparison.Ordinal);
        var tone = effect.StartsWith("*-", StringComparison.Ordinal) ? "allow" : effect is "*0" ? "quiet" : "dnsbl";
        return equals < 0 ? new(named, "", effect, tone) : new(named[..equals], named[equals..], effect, tone);
    }
}

/// <summary>What a row of connections shows, whether it just happened or was read from the history.</summary>
public sealed record ConnectionLine
{
    /// <summary>Identity of the row on its page.</summary>
    public required long Key { get; init; }

    /// <summary>Identity of the connection.</summary>
    public required Guid Id { get; init; }

    /// <summary>The moment that the page's rows are in order of, UTC: when it was judged on Live, when it connected in the history.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it connected, UTC.</summary>
    public required DateTimeOffset ConnectedAt { get; init; }

    /// <summary>From connect to hand-off or close.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The client's address.</summary>
    public required string Client { get; init; }

    /// <summary>What decided.</summary>
    public required VerdictReason Reason { get; init; }

    /// <summary>What was done.</summary>
    public required VerdictDisposition Disposition { get; init; }

    /// <summary>True when ignore let it through.</summary>
    public bool WouldHave { get; init; }

    /// <summary>Checks that failed besides the one that decided. From the history only what the rank tells; its decision has them all.</summary>
    public ImmutableArray<VerdictReason> Also { get; init; } = [];

    /// <summary>DNSBL rank; null when the lists were not asked.</summary>
    public int? Rank { get; init; }

    /// <summary>Threshold in force.</summary>
    public int Threshold { get; init; }

    /// <summary>Lists that said something.</summary>
    public ImmutableArray<HitChip> Hits { get; init; } = [];

    /// <summary>HELO name.</summary>
    public string? Helo { get; init; }

    /// <summary>Envelope sender.</summary>
    public string? Sender { get; init; }

    /// <summary>Envelope recipients, joined.</summary>
    public string? Recipients { get; init; }

    /// <summary>The css class for the rank: reached, near, or plain.</summary>
    public string RankTone => Rank is not { } rank ? "rank-none" : rank >= Threshold ? "rank-over" : rank > 0 ? "rank-near" : "rank-low";

    /// <summary>A line for a verdict that just happened.</summary>
    public static ConnectionLine From(VerdictEvent verdict) => new()
    {
        Key = verdict.Sequence,
        Id = verdict.Id,
        At = verdict.ConnectedAt + verdict.Duration,
        ConnectedAt = verdict.ConnectedAt,
        Duration = verdict.Duration,
        Client = (verdict.Client.Address.IsIPv4MappedToIPv6 ? verdict.Client.Address.MapToIPv4() : verdict.Client.Address).ToString(),
        Reason = verdict.Reason,
        Disposition = verdict.Disposition,
        WouldHave = verdict.WouldHave,
        Also = [.. verdict.Checks.Where(static c => c.Result == CheckResult.Failed).Select(static c => ReasonOf(c.Check)).Where(reason => reason != verdict.Reason)],
        Rank = verdict.Rank,
        Threshold = verdict.Threshold,
        Hits = [.. verdict.Dnsbl.Where(a => a.Outcome != "not listed").Select(Chip)],
        Helo = verdict.Helo,
        Sender = verdict.Sender,
        Recipients = verdict.Recipients.IsDefaultOrEmpty ? null : string.Join(", ", verdict.Recipients),
    };

    /// <summary>A line for a recorded connection.</summary>
    public static ConnectionLine From(ConnectionSummary row) => new()
    {
        Key = row.Key,
        Id = row.Id,
        At = row.ConnectedAt,
        ConnectedAt = row.ConnectedAt,
        Duration = row.Duration,
        Client = row.Client,
        Reason = row.Reason,
        Disposition = row.Disposition,
        WouldHave = row.WouldHave,
        Also = row.Reason is VerdictReason.Pregreet or VerdictReason.Pipelining or VerdictReason.NonSmtpCommand or VerdictReason.BareNewline ? AlsoDnsbl(row) : [],
        Rank = row.Rank,
        Threshold = row.Threshold,
        Hits = row.Hits is null ? [] : [.. row.Hits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(HitChip.Parse)],
        Helo = row.Helo,
        Sender = row.Sender,
        Recipients = row.Recipient,
    };

    private static ImmutableArray<VerdictReason> AlsoDnsbl(ConnectionSummary row) => row.Rank >= row.Threshold ? [VerdictReason.Dnsbl] : [];

    private static VerdictReason ReasonOf(CheckName check) => check switch
    {
        CheckName.Pregreet => VerdictReason.Pregreet,
        CheckName.Dnsbl => VerdictReason.Dnsbl,
        CheckName.Pipelining => VerdictReason.Pipelining,
        CheckName.NonSmtpCommand => VerdictReason.NonSmtpCommand,
        _ => VerdictReason.BareNewline,
    };

    private static HitChip Chip(DnsblAnswer answer) => answer.Outcome == "listed"
        ? HitChip.Parse(DecisionText.Hit(answer))
        : new HitChip(answer.List, "", ": " + answer.Outcome, "limit");
}
