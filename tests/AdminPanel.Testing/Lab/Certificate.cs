using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AdminPanel.Testing.Lab;

/// <summary>A certificate of the tests' own for mx.example.test.</summary>
public static class Certificate
{
    /// <summary>Certificate and key, PEM.</summary>
    public static string Pem { get; } = Make();

    private static string Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=mx.example.test", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
