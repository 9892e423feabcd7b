using System.Globalization;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using CsvHelper;

namespace AdminPanel.Web.Features.History;

/// <summary>One exported connection. Times are UTC, durations are seconds.</summary>
internal sealed record ExportRow(
    Guid Id, string ConnectedAt, double Seconds, string Client, int Port, string Verdict, string Done, bool WouldHave, int? Rank, int Threshold,
    string? Hits, string? Helo, string? Sender, string? Recipients, string? Reply, long SettingsVersion)
{
    /// <summary>The columns' names in a CSV file.</summary>
    public static string[] Columns { get; } =
    [
        "id", "connected_at", "seconds", "client", "port", "verdict", "done", "would_have", "rank", "threshold",
        "hits", "helo", "sender", "recipients", "reply", "settings_version",
    ];

    /// <summary>The row to export.</summary>
    public static ExportRow From(ConnectionSummary row) => new(
        row.Id, row.ConnectedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), Math.Round(row.Duration.TotalSeconds, 3), row.Client, row.ClientPort,
        VerdictText.Badge(row.Reason), VerdictText.Done(row.Disposition), row.WouldHave, row.Rank, row.Threshold, row.Hits, row.Helo, row.Sender, row.Recipient, row.Reply, row.SettingsVersion);

    /// <summary>Writes the fields in the order of <see cref="Columns"/>.</summary>
    public void Write(CsvWriter csv)
    {
        csv.WriteField(Id.ToString());
        csv.WriteField(ConnectedAt);
        csv.WriteField(Seconds);
        csv.WriteField(Client);
        csv.WriteField(Port);
        csv.WriteField(Verdict);
        csv.WriteField(Done);
        csv.WriteField(WouldHave ? "yes" : "no");
        csv.WriteField(Rank);
        csv.WriteField(Threshold);
        csv.WriteField(Hits);
        csv.WriteField(Helo);
        csv.WriteField(Sender);
        csv.WriteField(Recipients);
        csv.WriteField(Reply);
        csv.WriteField(SettingsVersion);
    }
}
