using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Screening.Sessions;

/// <summary>
/// Server certificates from PEM files, read once and again when a file changes (looked at no more than once a second). A file that
/// cannot be read any more keeps the last good certificate and is named by <see cref="Trouble"/>. Thread-safe.
/// </summary>
internal sealed class TlsCertificates(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Certificate, string Key), Entry> _entries = new();

    /// <summary>What is wrong with the certificate of these settings; null when nothing is, or STARTTLS is off.</summary>
    public string? Trouble(TlsSettings settings)
    {
        if (settings.Level == TlsLevel.None) return null;
        if (settings.CertificateFile.Length == 0) return "STARTTLS is on but no certificate file is set (smtpd_tls_cert_file).";
        return Look(settings).Trouble;
    }

    /// <summary>The certificate of these settings; null when there is none that works.</summary>
    public SslStreamCertificateContext? Get(TlsSettings settings) => settings.CertificateFile.Length == 0 ? null : Look(settings).Context;

    private (SslStreamCertificateContext? Context, string? Trouble) Look(TlsSettings settings)
    {
        var entry = _entries.GetOrAdd((settings.CertificateFile, settings.KeyFile.Length > 0 ? settings.KeyFile : settings.CertificateFile), static _ => new Entry());
        lock (entry)
        {
            var now = time.GetTimestamp();
            if (entry.Looked && time.GetElapsedTime(entry.LookedAt, now) < TimeSpan.FromSeconds(1)) return (entry.Context, entry.Trouble);
            (entry.Looked, entry.LookedAt) = (true, now);
            Refresh(entry, settings);
            return (entry.Context, entry.Trouble);
        }
    }

    private static void Refresh(Entry entry, TlsSettings settings)
    {
        var key = settings.KeyFile.Length > 0 ? settings.KeyFile : settings.CertificateFile;
        try
        {
            var stamp = (File.GetLastWriteTimeUtc(settings.CertificateFile), File.GetLastWriteTimeUtc(key));
            if (entry.Context is not null && stamp == entry.Stamp)
            {
                entry.Trouble = null;
                return;
            }

            using var pem = X509Certificate2.CreateFromPemFile(settings.CertificateFile, key);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(settings.CertificateFile);

            // SslStream wants a key that is not ephemeral on some systems: a PKCS#12 round trip gives one everywhere.
            var certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            entry.Context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
            entry.Stamp = stamp;
            entry.Trouble = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            entry.Trouble = $"The certificate {settings.CertificateFile} cannot be used: {e.Message}";
        }
    }

    private sealed class Entry
    {
        public SslStreamCertificateContext? Context { get; set; }

        public string? Trouble { get; set; }

        public (DateTime Certificate, DateTime Key) Stamp { get; set; }

        public bool Looked { get; set; }

        public long LookedAt { get; set; }
    }
}
