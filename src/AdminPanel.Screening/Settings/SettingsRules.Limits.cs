namespace AdminPanel.Screening.Settings;

public static partial class SettingsRules
{
    private static void CheckLimits(LimitSettings limits, Findings findings)
    {
        CheckCount(findings, "Limits.ClientConnectionCount", limits.ClientConnectionCount, 0);
        CheckCount(findings, "Limits.PreQueue", limits.PreQueue, 10);
        CheckCount(findings, "Limits.PostQueue", limits.PostQueue, 5);
        if (limits.ClientConnectionCount == 0)
            findings.Warning("Limits.ClientConnectionCount", "postscreen_client_connection_count_limit = 0 means no limit: one client can take every place under test. Postfix uses 50.");
        else if (limits.ClientConnectionCount > limits.PreQueue && limits.PreQueue >= 10)
            findings.Warning("Limits.ClientConnectionCount", $"postscreen_client_connection_count_limit ({limits.ClientConnectionCount}) is above postscreen_pre_queue_limit ({limits.PreQueue}): one client can take every place under test.");
    }

    private static void CheckAllowlist(AllowlistSettings allowlist, Findings findings)
    {
        CheckTime(findings, "Allowlist.CleanupInterval", allowlist.CleanupInterval, 0);
        CheckTime(findings, "Allowlist.RetentionTime", allowlist.RetentionTime, 1);
        if (allowlist.CleanupInterval == TimeSpan.Zero)
            findings.Warning("Allowlist.CleanupInterval", "postscreen_cache_cleanup_interval = 0 turns clean-up off: the temporary allowlist only grows.");
    }
}
