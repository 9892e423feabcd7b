using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.History;

/// <summary>
/// One combination of everything about a connection that has few values. There are hundreds of kinds where there are millions of
/// connections, so that any condition on these columns is answered from the kinds first and then by one index of connections.
/// </summary>
internal sealed class ConnectionKindRow
{
    public int Kind { get; set; }

    public VerdictReason Reason { get; set; }

    public VerdictDisposition Disposition { get; set; }

    public bool WouldHave { get; set; }

    public int? Rank { get; set; }

    public int Threshold { get; set; }

    public long SettingsVersion { get; set; }
}
