using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Listening;

public sealed class StartTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tls").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task StartTls_May_EncryptsAndStartsSmtpAnew()
    {
        await using var lab = new EngineLab(Listed(TlsLevel.May));
        lab.Resolver.List("a.test", "127.0.0.9");
        using var client = await ConnectAsync(lab);
        var plain = new Dialogue(new NetworkStream(client));

        await plain.HearsAsync("220-");
        await plain.HearsAsync("220 ");
        Assert.Contains("250-STARTTLS", await plain.AsksAsync("EHLO x"), StringComparison.Ordinal);
        Assert.StartsWith("220 2.0.0", await plain.AsksAsync("STARTTLS"), StringComparison.Ordinal);
        using var tls = new SslStream(new NetworkStream(client), false, static (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync("mx.example.test");
        var secret = new Dialogue(tls);
        Assert.DoesNotContain("STARTTLS", await secret.AsksAsync("EHLO x"), StringComparison.Ordinal);
        Assert.StartsWith("554 5.5.1 Error: TLS already active", await secret.AsksAsync("STARTTLS"), StringComparison.Ordinal);
        await secret.AsksAsync("MAIL FROM:<a@b>");
        Assert.StartsWith("550 5.7.1", await secret.AsksAsync("RCPT TO:<c@d>"), StringComparison.Ordinal);
        await secret.AsksAsync("QUIT");
        var verdict = await lab.NextVerdictAsync();

        Assert.Contains(NoteKind.TlsConnect, lab.Kinds(verdict));
        Assert.Equal(VerdictDisposition.Rejected, verdict.Disposition);
    }

    [Fact]
    public async Task StartTls_Encrypt_RefusesMailInTheClear()
    {
        await using var lab = new EngineLab(Listed(TlsLevel.Encrypt));
        lab.Resolver.List("a.test", "127.0.0.9");
        await using var client = await lab.ClientAsync();

        await client.HearsAsync("220 ");
        await client.SaysAsync("EHLO x");
        await client.HearsAsync("250 ");
        await client.SaysAsync("MAIL FROM:<a@b>");
        await client.HearsLineAsync("530 5.7.0 Must issue a STARTTLS command first");
    }

    [Fact]
    public async Task StartTls_WithoutCertificate_SaysSoAndTheSessionGoesOn()
    {
        var settings = Listed(TlsLevel.May);
        await using var lab = new EngineLab(settings with { Tls = settings.Tls with { CertificateFile = Path.Combine(_folder, "absent.pem") } });
        lab.Resolver.List("a.test", "127.0.0.9");
        await using var client = await lab.ClientAsync();

        await client.HearsAsync("220 ");
        await client.SaysAsync("STARTTLS");
        await client.HearsLineAsync("454 4.7.0 TLS not available due to local problem");
        await client.SaysAsync("NOOP");
        await client.HearsLineAsync("250 2.0.0 Ok");
        Assert.Contains(lab.Server.Status.Problems, static p => p.Contains("absent.pem", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartTls_HandshakeThatIsNone_EndsTheSessionAndOnlyIt()
    {
        await using var lab = new EngineLab(Listed(TlsLevel.May));
        lab.Resolver.List("a.test", "127.0.0.9");
        await using var client = await lab.ClientAsync();

        await client.HearsAsync("220 ");
        await client.SaysAsync("STARTTLS");
        await client.HearsLineAsync("220 2.0.0");
        await client.SaysAsync("this is no handshake, only words that go on for a while");
        while (await client.HearsAnythingAsync() is not null)
        {
        }

        var verdict = await lab.NextVerdictAsync();
        Assert.Contains(NoteKind.TlsHandshakeFailed, lab.Kinds(verdict));
        await lab.IsEmptyAsync();
    }

    private ScreeningSettings Listed(TlsLevel level) => EngineLab.Defaults with
    {
        Dnsbl = new DnsblSettings { Sites = [new() { Zone = "a.test" }], Action = ScreeningAction.Enforce },
        Tls = new TlsSettings { Level = level, CertificateFile = Certificate() },
    };

    private string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mx.example.test", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var path = Path.Combine(_folder, "mx.pem");
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return path;
    }

    private static async Task<Socket> ConnectAsync(EngineLab lab)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        await socket.ConnectAsync(lab.Address, EngineLab.Cancel);
        return socket;
    }

    private sealed class Dialogue(Stream stream)
    {
        public async Task<string> AsksAsync(string line)
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(line + "\r\n"), EngineLab.Cancel);
            return await HearsAsync("");
        }

        public async Task<string> HearsAsync(string start)
        {
            var reply = "";
            while (true)
            {
                var line = await LineAsync();
                reply += line + "\n";
                if (start.EndsWith('-') || line.Length < 4 || line[3] != '-') break;
            }

            Assert.StartsWith(start, reply, StringComparison.Ordinal);
            return reply;
        }

        private async Task<string> LineAsync()
        {
            var line = new List<byte>();
            var one = new byte[1];
            while (await stream.ReadAsync(one, EngineLab.Cancel) == 1 && one[0] != '\n') line.Add(one[0]);
            return System.Text.Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
        }
    }
}
