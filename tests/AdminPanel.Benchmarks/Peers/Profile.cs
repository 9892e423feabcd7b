namespace AdminPanel.Benchmarks.Peers;

/// <summary>Settings that every peer runs with, as lines of a main.cf: postscreen reads them, the engine imports them.</summary>
/// <param name="Name">Stands in the teaser, so that a client sees which settings are in force.</param>
/// <param name="GreetWait">Seconds.</param>
/// <param name="DeadList">The third list never answers.</param>
/// <param name="Closed">The access list refuses everybody at once.</param>
internal sealed record Profile(string Name, int GreetWait, bool DeadList = false, bool Closed = false)
{
    /// <summary>The zones that answer; the first two name every listed client.</summary>
    public static IReadOnlyList<string> Zones { get; } = ["bl1.test", "bl2.test", "bl3.test"];

    /// <summary>The zone that never does.</summary>
    public const string DeadZone = "dead.test";

    /// <summary>Seconds until a list that does not answer is given up.</summary>
    public const int DnsblTimeout = 3;

    /// <summary>The lines.</summary>
    public IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>
    {
        ["postscreen_access_list"] = Closed ? "reject" : "permit_mynetworks",
        ["postscreen_denylist_action"] = Closed ? "drop" : "ignore",
        ["postscreen_greet_wait"] = $"{GreetWait}s",
        ["postscreen_greet_banner"] = $"$smtpd_banner {Name}",
        ["postscreen_greet_action"] = "enforce",
        ["postscreen_dnsbl_action"] = "enforce",
        ["postscreen_dnsbl_threshold"] = "2",
        ["postscreen_dnsbl_sites"] = $"bl1.test*2 bl2.test {(DeadList ? DeadZone : "bl3.test")}=127.0.0.[2..4]*3",
        ["postscreen_dnsbl_timeout"] = $"{DnsblTimeout}s",
        ["postscreen_pre_queue_limit"] = "30000",
        ["postscreen_post_queue_limit"] = "2000",
        ["postscreen_client_connection_count_limit"] = "0",
    };

    /// <summary>The lines as text.</summary>
    public string MainCf => string.Join('\n', Parameters.Select(static p => $"{p.Key} = {p.Value}"));
}
