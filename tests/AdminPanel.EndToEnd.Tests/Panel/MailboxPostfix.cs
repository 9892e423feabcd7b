using AdminPanel.Testing.Lab;

namespace AdminPanel.EndToEnd.Tests.Panel;

/// <summary>
/// A Postfix that is more than a sink: it offers STARTTLS and, inside it, AUTH with a password of Cyrus SASL's own database; it relays for whoever
/// knows the password, and puts mail for example.test into a mailbox.
/// </summary>
internal static class MailboxPostfix
{
    /// <summary><c>message_size_limit</c>.</summary>
    public const int SizeLimit = 10 << 20;

    /// <summary>Who may relay.</summary>
    public const string User = "olivia@mx.example.test";

    /// <summary>With what password.</summary>
    public const string Password = "correct horse";

    /// <summary>Starts it.</summary>
    public static Task<PostfixLab> StartAsync() => PostfixLab.StartAsync(
        CancellationToken.None,
        $$"""
        smtpd_tls_security_level = may
        smtpd_tls_cert_file = {etc}/tls.pem
        smtpd_tls_key_file = {etc}/tls.pem
        smtpd_sasl_auth_enable = yes
        smtpd_tls_auth_only = yes
        cyrus_sasl_config_path = {etc}/sasl
        smtpd_sasl_local_domain = {{PostfixLab.HostName}}
        smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
        relay_domains =
        message_size_limit = {{SizeLimit}}
        virtual_mailbox_domains = example.test
        virtual_mailbox_base = {etc}/mail
        virtual_mailbox_maps = static:box/
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        """,
        """
        virtual   unix  -       n       n       -       -       virtual
        tlsmgr    unix  -       -       n       1000?   1       tlsmgr
        """,
        PrepareAsync);

    /// <summary>The mail that was delivered, oldest first.</summary>
    public static IReadOnlyList<string> Delivered(PostfixLab postfix)
    {
        var folder = Path.Combine(postfix.ConfigurationFolder, "mail", "box", "new");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).OrderBy(File.GetLastWriteTimeUtc)] : [];
    }

    private static async Task PrepareAsync(string etc, string queue)
    {
        await File.WriteAllTextAsync(Path.Combine(etc, "tls.pem"), Certificate.Pem);
        // Debian's Postfix looks there and nowhere else.
        Directory.CreateDirectory(Path.Combine(etc, "sasl"));
        await File.WriteAllTextAsync(
            Path.Combine(etc, "sasl", "smtpd.conf"), $"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {etc}/sasldb\nmech_list: PLAIN LOGIN\n");
        var (name, domain) = (User.Split('@')[0], User.Split('@')[1]);
        await RunAsync("saslpasswd2", Password, "-c", "-p", "-f", Path.Combine(etc, "sasldb"), "-u", domain, name);
        Directory.CreateDirectory(Path.Combine(etc, "mail"));
        await RunAsync("chown", null, "65534:65534", Path.Combine(etc, "mail"));
        await RunAsync("chown", null, "postfix", Path.Combine(etc, "sasldb"));
    }

    private static async Task RunAsync(string program, string? input, params string[] arguments)
    {
        var (code, output) = await LabProcess.RunAsync(LabTools.Require(program), arguments, CancellationToken.None, input);
        if (code != 0) throw new InvalidOperationException($"{program}: {output}");
    }
}
