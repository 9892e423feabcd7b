using AdminPanel.Postfix.MainCf;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Import;

public static partial class MainCfImport
{
    /// <summary>Parameters of postscreen that have no setting here, each with what to do.</summary>
    private static readonly Dictionary<string, string> s_untaken = new(StringComparer.Ordinal)
    {
        ["postscreen_cache_map"] = "not needed: the temporary allowlist lives in the panel's own store. Remove it when Postfix no longer runs postscreen",
        ["postscreen_watchdog_timeout"] = "not needed: the panel supervises its listeners itself",
        ["respectful_logging"] = "the log says ALLOWLISTED and DENYLISTED. Readers of the log that know only the older words have to learn these",
        ["delay_logging_resolution_limit"] = "times in the log have two decimals at most, which is Postfix's default",
        ["info_log_address_format"] = "addresses in the log are quoted as in \"external\", which is Postfix's default",
        ["postscreen_greet_enable"] = "Postfix never reads it. An empty postscreen_greet_banner turns the pregreet test off",
        ["postscreen_dnsbl_enable"] = "Postfix never reads it. An empty postscreen_dnsbl_sites turns the DNSBL test off",
    };

    /// <summary>Parameters that the import takes or looks at without an item of their own.</summary>
    private static readonly string[] s_known =
    [
        "postscreen_access_list", "postscreen_dnsbl_sites", "postscreen_dnsbl_reply_map", "postscreen_allowlist_interfaces",
        "postscreen_use_tls", "postscreen_enforce_tls", "postscreen_tls_cert_file", "postscreen_tls_key_file", "postscreen_tls_chain_files",
        "postscreen_tls_eccert_file", "postscreen_tls_eckey_file",
        "postscreen_blacklist_action", "postscreen_whitelist_interfaces", "postscreen_dnsbl_whitelist_threshold", "postscreen_dnsbl_ttl",
    ];

    private static readonly Dictionary<string, string> s_oldNames = new(StringComparer.Ordinal)
    {
        ["postscreen_blacklist_action"] = "postscreen_denylist_action",
        ["postscreen_whitelist_interfaces"] = "postscreen_allowlist_interfaces",
        ["postscreen_dnsbl_whitelist_threshold"] = "postscreen_dnsbl_allowlist_threshold",
        ["postscreen_dnsbl_ttl"] = "postscreen_dnsbl_max_ttl",
    };

    private static void ReportUntaken(ImportSession session)
    {
        var known = SettingsDescription.Items.Select(item => item.Parameter).Concat(s_known).ToHashSet(StringComparer.Ordinal);
        foreach (var setting in session.File.Settings)
        {
            if (s_oldNames.TryGetValue(setting.Name, out var newName))
            {
                if (session.File.Find(newName) is { } winner) session.Remark(setting.Place, $"{setting.Name} has no effect: {newName} is set in line {winner.Place.Line} and wins.");
                else session.Remark(setting.Place, $"{setting.Name} is the old name of {newName}; it was taken as {newName}.");
            }
            else if (s_untaken.TryGetValue(setting.Name, out var advice))
            {
                if (setting.Value.Length > 0) session.Remark(setting.Place, $"{setting.Name} was not taken: {advice}.");
            }
            else if (setting.Name.StartsWith("postscreen_", StringComparison.Ordinal) && !known.Contains(setting.Name))
            {
                session.Remark(setting.Place, $"{setting.Name} was not taken: {Unknown(setting, known)}");
            }
        }
    }

    private static string Unknown(MainCfSetting setting, IEnumerable<string> known)
    {
        if (setting.Name == "postscreen_starttls_timeout") return "the handshake is bounded by postscreen_command_time_limit.";
        if (setting.Name.StartsWith("postscreen_tls_", StringComparison.Ordinal))
            return "protocol versions and ciphers before the hand-off are those of the system's TLS library. The mail server behind keeps its own.";
        var nearest = known.Concat(s_untaken.Keys).Where(name => name.StartsWith("postscreen_", StringComparison.Ordinal)).MinBy(name => Distance(name, setting.Name))!;
        return $"Postfix has no such parameter.{(Distance(nearest, setting.Name) <= 3 ? $" Did you mean {nearest}?" : " Remove it.")}";
    }

    /// <summary>Number of letters to add, drop or replace to get from one name to the other.</summary>
    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++) row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
