using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Demo;

/// <summary>The settings that the demonstration publishes as version 1.</summary>
internal static class DemoSettings
{
    /// <summary>Screening as a careful administrator sets it up, with a shorter greet wait so that there is more to see.</summary>
    public static ScreeningSettings Create(DateTimeOffset now) => new()
    {
        Server = new() { Hostname = "mx.demo.test" },
        Greet = new() { Wait = new(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)), Action = ScreeningAction.Enforce },
        Dnsbl = new()
        {
            Sites =
            [
                new() { Zone = DemoLists.Zen, Filter = "127.0.0.[2..11]", Weight = 3, Note = "Broad list; blocks on its own" },
                new() { Zone = DemoLists.Botnets, Weight = 2, Note = "Hosts seen in botnets" },
                new() { Zone = DemoLists.Spammers, Weight = 2, Note = "Needs a second opinion" },
                new() { Zone = DemoLists.Backscatter, Weight = 1 },
                new() { Zone = DemoLists.Slow, Weight = 1, Note = "Often late, sometimes over its quota" },
                new() { Zone = DemoLists.Fresh, Weight = 0, Note = "New; watched before it is trusted" },
                new() { Zone = DemoLists.KnownGood, Filter = "127.0.[0..255].[1..3]", Weight = -2, Note = "Senders with a good name" },
            ],
            Action = ScreeningAction.Enforce,
            Threshold = 3,
            AllowlistThreshold = -2,
            Timeout = TimeSpan.FromSeconds(3),
        },
        Access = new()
        {
            MyNetworks = [new() { Pattern = "127.0.0.1/32", Note = "This machine" }],
            Entries =
            [
                new() { Id = "mynetworks", Kind = AccessEntryKind.MyNetworks },
                new() { Id = "partner", Pattern = "127.12.0.0/16", Action = AccessAction.Permit, Reason = "Partner company, contract of March", Author = "demo", Added = now.AddDays(-40) },
                new() { Id = "flood", Pattern = "127.66.6.0/24", Action = AccessAction.Reject, Reason = "Flooded the sales mailbox", Author = "demo", Added = now.AddDays(-3), Expires = now.AddDays(11) },
            ],
            DenylistAction = ScreeningAction.Enforce,
        },
        Limits = new() { PreQueue = 1_000, PostQueue = 200 },
    };
}
