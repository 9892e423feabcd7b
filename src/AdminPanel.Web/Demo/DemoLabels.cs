using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Labels;

namespace AdminPanel.Web.Demo;

/// <summary>What the demonstration's content filter said of the mail of its past.</summary>
internal static class DemoLabels
{
    /// <summary>A word about a connection that was handed off; null where the filter saw no message.</summary>
    public static LabelSign? Of(VerdictEvent verdict)
    {
        var octets = verdict.Client.Address.GetAddressBytes();
        if (verdict.Disposition != VerdictDisposition.HandedOff || (octets[3] + verdict.Client.Port) % 3 != 0) return null;
        var spam = octets[1] is 22 or 40 or 30;
        return new LabelSign(
            verdict.Client.Address, verdict.Client.Port, verdict.ConnectedAt + verdict.Duration, LabelSource.Amavis, spam ? MailLabel.Spam : MailLabel.Good, spam ? 11.4 : -0.6);
    }
}
