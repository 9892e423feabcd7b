namespace AdminPanel.Testing.Lab;

public sealed partial class PostfixLab
{
    private async Task WriteAsync(string mainCf, string masterCf, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { "etc", "queue", "data" }) Directory.CreateDirectory(_folder.Combine(name));
        await File.WriteAllTextAsync(_folder.Combine("owner.pid"), Environment.ProcessId.ToString(), cancellationToken);
        await File.WriteAllTextAsync(_folder.Combine("etc", "main.cf"), MainCf() + mainCf.Replace("{etc}", ConfigurationFolder, StringComparison.Ordinal) + "\n", cancellationToken);
        await File.WriteAllTextAsync(_folder.Combine("etc", "master.cf"), MasterCf() + masterCf + "\n", cancellationToken);
        var (code, output) = await LabProcess.RunAsync(LabTools.Require("chown"), ["postfix", _folder.Combine("data")], cancellationToken);
        if (code != 0) throw new InvalidOperationException(output);
    }

    private string MainCf() =>
        $"""
        compatibility_level = 3.6
        queue_directory = {_folder.Combine("queue")}
        data_directory = {_folder.Combine("data")}
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        maillog_file = {_folder.Combine("maillog")}
        maillog_file_prefixes = {_folder.Path}
        mail_owner = postfix
        setgid_group = postdrop
        myhostname = {HostName}
        mydestination =
        inet_interfaces = loopback-only
        inet_protocols = ipv4
        mynetworks = 127.0.0.1/32
        default_transport = discard
        relay_transport = discard
        local_transport = discard
        alias_maps =
        alias_database =
        relay_domains = example.test
        smtpd_relay_restrictions = reject_unauth_destination
        smtpd_recipient_restrictions =
        smtpd_peername_lookup = no
        smtpd_client_connection_count_limit = 0
        default_process_limit = 200
        in_flow_delay = 0
        biff = no

        """;

    private string MasterCf() =>
        $"""
        smtpd     pass  -       -       n       -       -       smtpd
        smtpd-pub pass  n       -       n       -       -       smtpd
        {PlainEndPoint} inet n  -       n       -       -       smtpd
        {ProxyEndPoint} inet n  -       n       -       -       smtpd
          -o smtpd_upstream_proxy_protocol=haproxy
        pickup    unix  n       -       n       60      1       pickup
        cleanup   unix  n       -       n       -       0       cleanup
        qmgr      unix  n       -       n       300     1       qmgr
        rewrite   unix  -       -       n       -       -       trivial-rewrite
        bounce    unix  -       -       n       -       0       bounce
        defer     unix  -       -       n       -       0       bounce
        trace     unix  -       -       n       -       0       bounce
        verify    unix  -       -       n       -       1       verify
        flush     unix  n       -       n       1000?   0       flush
        proxymap  unix  -       -       n       -       -       proxymap
        proxywrite unix -       -       n       -       1       proxymap
        showq     unix  n       -       n       -       -       showq
        error     unix  -       -       n       -       -       error
        retry     unix  -       -       n       -       -       error
        discard   unix  -       -       n       -       -       discard
        anvil     unix  -       -       n       -       1       anvil
        postlog   unix-dgram n  -       n       -       1       postlogd

        """;
}
