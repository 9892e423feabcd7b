using AdminPanel.Postfix.MainCf;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Import;

public static partial class MainCfImport
{
    private static TlsSettings ReadTls(ImportSession session, TlsSettings otherwise)
    {
        var level = ReadTlsLevel(session, otherwise.Level);
        var (certificate, key) = ReadCertificate(session);
        return new() { Level = level, CertificateFile = certificate, KeyFile = key };
    }

    /// <summary>The level when it is set, else the two switches that came before it.</summary>
    private static TlsLevel ReadTlsLevel(ImportSession session, TlsLevel otherwise)
    {
        const string path = "Tls.Level";
        if (session.Find("postscreen_tls_security_level") is ({ Length: > 0 } value, var from))
        {
            foreach (var old in (string[])["postscreen_use_tls", "postscreen_enforce_tls"])
            {
                if (session.File.Find(old) is { } setting) session.Remark(setting.Place, $"{old} has no effect: {from.Name} is set in line {from.Place.Line} and wins.");
            }

            var word = value.ToLowerInvariant();
            TlsLevel? level = word switch
            {
                "none" => TlsLevel.None,
                "may" => TlsLevel.May,
                "encrypt" or "fingerprint" or "verify" or "secure" => TlsLevel.Encrypt,
                _ => null,
            };
            if (level is null) session.Problem(from.Place, $"Invalid TLS level \"{value}\" in {from.Name}; write none, may or encrypt.");
            else session.Take(path, from, Word(level.Value));
            session.Trace("Tls", from.Place);
            if (word is "fingerprint" or "verify" or "secure") session.Remark(from.Place, $"{from.Name}: unsupported TLS level \"{value}\", using \"encrypt\", as Postfix does. Write encrypt.");
            return level ?? otherwise;
        }

        var enforce = ReadSwitch(session, "postscreen_enforce_tls");
        var use = ReadSwitch(session, "postscreen_use_tls");
        if ((enforce ?? use) is not { } decided) return otherwise;
        var result = enforce is { On: true } ? TlsLevel.Encrypt : use is { On: true } ? TlsLevel.May : TlsLevel.None;
        var source = (result == TlsLevel.May ? use : enforce ?? use)?.From ?? decided.From;
        session.Take(path, source, Word(result));
        session.Trace("Tls", source.Place);
        foreach (var other in (MainCfSetting?[])[enforce?.From, use?.From])
        {
            if (other is not null && other != source) session.Take(path, other, Word(result));
        }

        return result;
    }

    private static (bool On, MainCfSetting From)? ReadSwitch(ImportSession session, string name)
    {
        if (session.Find(name) is not var (value, from)) return null;
        if (value.Equals("yes", StringComparison.OrdinalIgnoreCase)) return (true, from);
        if (value.Equals("no", StringComparison.OrdinalIgnoreCase)) return (false, from);
        session.Problem(from.Place, $"bad boolean configuration: {from.Name} = \"{value}\"; write yes or no.");
        return null;
    }

    /// <summary>The chain files win over the pair of certificate and key; an elliptic curve pair serves when there is no other.</summary>
    private static (string Certificate, string Key) ReadCertificate(ImportSession session)
    {
        if (session.Find("postscreen_tls_chain_files") is ({ Length: > 0 } chain, var chainFrom))
        {
            string[] files = [.. ItemList.Split(chain)];
            if (files.Length > 1) session.Remark(chainFrom.Place, $"{chainFrom.Name}: only {files[0]} was taken; it must hold a key and its certificates. One certificate serves all clients here.");
            if (files.Length > 0) session.Take("Tls.CertificateFile", chainFrom, files[0]);
            return (files.FirstOrDefault() ?? "", "");
        }

        foreach (var (certificateName, keyName) in ((string, string)[])[("postscreen_tls_cert_file", "postscreen_tls_key_file"), ("postscreen_tls_eccert_file", "postscreen_tls_eckey_file")])
        {
            if (session.Find(certificateName) is not ({ Length: > 0 } certificate, var from)) continue;
            session.Take("Tls.CertificateFile", from, certificate);

            // "none" switches certificates off.
            if (certificate == "none") return ("", "");
            if (session.Find(keyName) is not ({ Length: > 0 } key, var keyFrom)) return (certificate, "");
            session.Take("Tls.KeyFile", keyFrom, key);
            return (certificate, key == certificate ? "" : key);
        }

        return ("", "");
    }

    private static UpstreamProxySettings ReadUpstreamProxy(ImportSession session, UpstreamProxySettings otherwise)
    {
        var enable = otherwise.Enable;
        if (session.Find("postscreen_upstream_proxy_protocol") is var (value, from))
        {
            enable = value == "haproxy";
            if (enable || value.Length == 0) session.Take("UpstreamProxy.Enable", from, enable ? "haproxy" : "none");
            else session.Problem(from.Place, $"unsupported {from.Name} value: {value}; write haproxy, or nothing when clients connect directly.");
        }

        return new() { Enable = enable, Timeout = session.Time("UpstreamProxy.Timeout", "postscreen_upstream_proxy_timeout", 's', otherwise.Timeout) };
    }

    private static string Word(TlsLevel level) => level.ToString().ToLowerInvariant();
}
