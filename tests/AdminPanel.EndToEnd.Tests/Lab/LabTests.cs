using System.Net;
using AdminPanel.Testing.Lab;
using AdminPanel.Testing.Smtp;
using Xunit;

namespace AdminPanel.EndToEnd.Tests.Lab;

/// <summary>The lab itself: what the other tests take for granted.</summary>
public sealed class LabTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rbldnsd_ListedAddress_AnswersItsCodes()
    {
        SkipUnless("rbldnsd");
        await using var lists = await RbldnsdLab.StartAsync(
            new Dictionary<string, string[]> { ["bl1.test"] = ["127.20.0.1"], ["bl2.test"] = ["127.20.0.0/24 :127.0.0.9:text"] }, Token);

        Assert.Equal([IPAddress.Parse("127.0.0.2")], await lists.AskAsync("1.0.20.127.bl1.test", Token));
        Assert.Equal([IPAddress.Parse("127.0.0.9")], await lists.AskAsync("77.0.20.127.bl2.test", Token));
        Assert.Empty((await lists.AskAsync("2.0.20.127.bl1.test", Token))!);
    }

    [Fact]
    public async Task Rbldnsd_ChangedZone_AnswersTheNewContent()
    {
        SkipUnless("rbldnsd");
        await using var lists = await RbldnsdLab.StartAsync(new Dictionary<string, string[]> { ["bl1.test"] = [] }, Token);
        Assert.Empty((await lists.AskAsync("1.0.20.127.bl1.test", Token))!);

        await lists.SetAsync("bl1.test", ["127.20.0.1"], Token);

        Assert.Single((await lists.AskAsync("1.0.20.127.bl1.test", Token))!);
    }

    [Fact]
    public async Task Postfix_MailFromALoopbackAddress_IsAcceptedAndLoggedWithIt()
    {
        SkipUnless("postfix");
        await using var postfix = await PostfixLab.StartAsync(Token);
        await using var client = await SmtpScript.ConnectAsync(postfix.PlainEndPoint, "127.10.0.7", Token);

        await client.HearsAsync("220 mx.example.test");
        await client.SendsMailAsync("a@client.example", "user@example.test", "Subject: hello\r\n\r\nhello");

        await postfix.WaitForLogAsync(@"client=unknown\[127\.10\.0\.7\]", Token);
        await postfix.WaitForLogAsync("status=sent", Token);
        Assert.True(File.Exists(postfix.PassSocket));
        Assert.True(File.Exists(postfix.PublicPassSocket));
    }

    [Fact]
    public async Task Postfix_ProxyHeader_ShowsTheAnnouncedClient()
    {
        SkipUnless("postfix", "swaks", "smtp-source");
        await using var postfix = await PostfixLab.StartAsync(Token);

        await using var client = await SmtpScript.ConnectAsync(postfix.ProxyEndPoint, "127.0.0.1", Token);
        await client.SaysAsync("PROXY TCP4 203.0.113.9 198.51.100.1 4711 25");
        await client.HearsAsync("220 ");
        await postfix.WaitForLogAsync(@"connect from unknown\[203\.0\.113\.9\]", Token);

        var swaks = await Swaks.SendAsync(postfix.PlainEndPoint, "127.10.0.8", Token);
        Assert.True(swaks.ExitCode == 0, swaks.Transcript);
        await postfix.WaitForLogAsync(@"client=unknown\[127\.10\.0\.8\]", Token);
        await SmtpSource.SendAsync(postfix.PlainEndPoint, messages: 50, sessions: 5, Token);
    }

    internal static void SkipUnless(params string[] programs)
    {
        var reason = LabTools.Missing(programs);
        Assert.SkipWhen(reason is not null, reason ?? "");
    }
}
