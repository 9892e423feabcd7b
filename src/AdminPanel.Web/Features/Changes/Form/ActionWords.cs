using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes.Form;

/// <summary>What an action means for the client, in words.</summary>
internal static class ActionWords
{
    /// <summary>One sentence; where something is refused it ends before the reply.</summary>
    public static string Sentence(ScreeningAction action) => action switch
    {
        ScreeningAction.Ignore => "The failure is only recorded; the client sees nothing of it and goes on.",
        ScreeningAction.Enforce => "The client is heard out, then every recipient is refused: ",
        _ => "The client is refused at once and hung up on: ",
    };

    /// <summary>What it costs or brings.</summary>
    public static string Remark(ScreeningAction action) => action switch
    {
        ScreeningAction.Ignore => "Good for trying a check out: history shows what enforce would have done.",
        ScreeningAction.Enforce => "Sender and recipients are recorded.",
        _ => "Cheapest; nothing about the mail is recorded.",
    };
}
