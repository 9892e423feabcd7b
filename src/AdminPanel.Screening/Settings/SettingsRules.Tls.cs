namespace AdminPanel.Screening.Settings;

public static partial class SettingsRules
{
    private static void CheckTls(TlsSettings tls, Findings findings)
    {
        if (tls.Level != TlsLevel.None && tls.CertificateFile.Length == 0)
            findings.Warning("Tls.CertificateFile", "STARTTLS is offered but smtpd_tls_cert_file is not set: clients that ask for it get 454. Name a PEM file.");
        CheckFile(findings, "Tls.CertificateFile", tls.CertificateFile);
        CheckFile(findings, "Tls.KeyFile", tls.KeyFile);
    }

    private static void CheckUpstreamProxy(UpstreamProxySettings proxy, Findings findings)
    {
        CheckTime(findings, "UpstreamProxy.Timeout", proxy.Timeout, 1);
        if (proxy.Enable)
            findings.Warning("UpstreamProxy.Enable", "postscreen_upstream_proxy_protocol = haproxy: whoever reaches the port can claim any address. Let only the load balancer connect; every other client is turned away.");
    }

    private static void CheckFile(Findings findings, string path, string file)
    {
        if (file.Length > 0 && !file.StartsWith('/')) findings.Error(path, $"{SettingsDescription.Parameter(path)} must be an absolute path; it is \"{file}\".");
    }
}
