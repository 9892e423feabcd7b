using System.Security.Cryptography;
using System.Text;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Testing.Lab;
using AdminPanel.Testing.Smtp;
using Xunit;

namespace AdminPanel.EndToEnd.Tests.Mail;

/// <summary>What the mail server behind offers and limits holds for clients that were handed to it.</summary>
public abstract class DeliveryTests(FrontDoor door)
{
    /// <summary>The limit is that of the queue file, which has a head of its own and a byte more for each line.</summary>
    private const int Envelope = 40_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_StartsTlsAndAuthenticates_RelaysMailUpToTheLimitIntact()
    {
        await using var client = await GreetedAsync("127.10.1.1");
        Assert.DoesNotContain("AUTH", await EhloAsync(client), StringComparison.Ordinal);
        await client.SaysAsync("STARTTLS");
        await client.HearsAsync("220 2.0.0 ");
        await client.EncryptsAsync();
        var offered = await EhloAsync(client);
        Assert.Contains("AUTH PLAIN LOGIN", offered, StringComparison.Ordinal);
        Assert.Contains($"SIZE {MailboxPostfix.SizeLimit}", offered, StringComparison.Ordinal);

        await client.SaysAsync("MAIL FROM:<a@client.example>");
        await client.HearsAsync("250 ");
        await client.SaysAsync("RCPT TO:<b@elsewhere.example>");
        await client.HearsAsync("554 5.7.1 ");
        await client.SaysAsync("RSET");
        await client.HearsAsync("250 ");
        await client.SaysAsync($"AUTH PLAIN {Plain("wrong")}");
        await client.HearsAsync("535 5.7.8 ");
        await client.SaysAsync($"AUTH PLAIN {Plain(MailboxPostfix.Password)}");
        await client.HearsAsync("235 2.7.0 ");
        var letter = Letter(MailboxPostfix.SizeLimit - Envelope);
        Assert.StartsWith("250 ", await SendAsync(client, letter, "b@elsewhere.example", "user@example.test"), StringComparison.Ordinal);

        await door.Postfix.WaitForLogAsync($"client=unknown\\[127\\.10\\.1\\.1\\], sasl_method=PLAIN, sasl_username={MailboxPostfix.User}", Token);
        await AssertDeliveredAsync(letter);
    }

    [Fact]
    public async Task Mail_InTheOpenUpToTheLimit_ArrivesIntact()
    {
        await using var client = await GreetedAsync("127.10.1.2");
        await EhloAsync(client);
        var letter = Letter(MailboxPostfix.SizeLimit - Envelope);

        Assert.StartsWith("250 ", await SendAsync(client, letter, "user@example.test"), StringComparison.Ordinal);

        await AssertDeliveredAsync(letter);
    }

    [Fact]
    public async Task Mail_AboveTheLimit_IsRefusedByTheMailServer()
    {
        await using var client = await GreetedAsync("127.10.1.3");
        await EhloAsync(client);
        await client.SaysAsync($"MAIL FROM:<a@client.example> SIZE={MailboxPostfix.SizeLimit + 1}");
        await client.HearsAsync("552 5.3.4 ");
        await client.SaysAsync("RSET");
        await client.HearsAsync("250 ");
        var before = MailboxPostfix.Delivered(door.Postfix).Count;

        Assert.StartsWith("552 5.3.4 ", await SendAsync(client, Letter(MailboxPostfix.SizeLimit + 1), "user@example.test"), StringComparison.Ordinal);

        await client.SaysAsync("QUIT");
        await client.HearsAsync("221 ");
        Assert.Equal(before, MailboxPostfix.Delivered(door.Postfix).Count);
    }

    private async Task<SmtpScript> GreetedAsync(string source)
    {
        var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, source, Token);
        await client.HearsAsync("220 mx.example.test ESMTP Postfix");
        return client;
    }

    private static async Task<string> EhloAsync(SmtpScript client)
    {
        await client.SaysAsync("EHLO client.example");
        return await client.HearsAsync("250 ");
    }

    private static async Task<string> SendAsync(SmtpScript client, byte[] letter, params string[] recipients)
    {
        await client.SaysAsync("MAIL FROM:<a@client.example>");
        await client.HearsAsync("250 ");
        foreach (var recipient in recipients)
        {
            await client.SaysAsync($"RCPT TO:<{recipient}>");
            await client.HearsAsync("250 ");
        }

        await client.SaysAsync("DATA");
        await client.HearsAsync("354 ");
        await client.SendsAsync(letter);
        await client.SaysAsync(".");
        return await client.HearsAsync("");
    }

    private async Task AssertDeliveredAsync(byte[] letter)
    {
        var sent = Convert.ToHexString(SHA256.HashData(Stored(letter)));
        await Eventually.HoldsAsync(
            "the letter is in the mailbox as it was sent", Patience.Limit,
            () => MailboxPostfix.Delivered(door.Postfix).Any(path => Convert.ToHexString(SHA256.HashData(Body(File.ReadAllBytes(path)))) == sent), Token);
    }

    /// <summary>A letter of <paramref name="size"/> bytes on the wire: lines of every length and byte, some begin with a dot.</summary>
    private static byte[] Letter(int size)
    {
        var random = new Random(size);
        var letter = new byte[size];
        var head = "Subject: a large one\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"u8;
        head.CopyTo(letter);
        var at = head.Length;
        while (at < size)
        {
            var length = size - at < 1_000 ? size - at - 2 : random.Next(900);
            if (random.Next(4) == 0 && length > 3) ".."u8.CopyTo(letter.AsSpan(at));
            else if (length > 0) letter[at] = letter[at + Math.Min(1, length - 1)] = (byte)'x';
            for (var i = 2; i < length; i++) letter[at + i] = (byte)random.Next(' ', 256);
            "\r\n"u8.CopyTo(letter.AsSpan(at + length));
            at += length + 2;
        }

        return letter;
    }

    /// <summary>The body as a mailbox holds it: lines end in LF, and the dots that only the wire needs are gone.</summary>
    private static byte[] Stored(byte[] letter) =>
        Body(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(letter).Replace("\r\n..", "\r\n.", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal)));

    private static byte[] Body(byte[] mail) => mail[(mail.AsSpan().IndexOf("\n\n"u8) + 2)..];

    private static string Plain(string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{MailboxPostfix.User}\0{password}"));
}

/// <summary>With the descriptor passed to Postfix.</summary>
public sealed class PassDeliveryTests(PassMailboxDoor door) : DeliveryTests(door), IClassFixture<PassMailboxDoor>;

/// <summary>Through the relay with PROXY v2.</summary>
public sealed class ProxyDeliveryTests(ProxyMailboxDoor door) : DeliveryTests(door), IClassFixture<ProxyMailboxDoor>;
