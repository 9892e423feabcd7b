using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.Screening.Settings;
using AdminPanel.Testing.Lab;
using Xunit;

namespace AdminPanel.EndToEnd.Tests.Panel;

/// <summary>A panel between real clients, a real Postfix and a real rbldnsd with the zones bl1.test, bl2.test and bl3.test.</summary>
public abstract class FrontDoor : IAsyncLifetime
{
    /// <summary>Listed in bl1.test (weight 2).</summary>
    public const string Listed = "127.20.0.1";

    /// <summary>Listed in bl2.test only (weight 1): a near miss.</summary>
    public const string NearMiss = "127.20.0.2";

    private PostfixLab? _postfix;
    private RbldnsdLab? _lists;
    private PanelProcess? _panel;

    internal PostfixLab Postfix => _postfix!;

    internal RbldnsdLab Lists => _lists!;

    internal PanelProcess Panel => _panel!;

    /// <summary><c>Screening:HandOff</c> for this Postfix.</summary>
    protected abstract string HandOff(PostfixLab postfix);

    /// <summary>Programs beyond those that every front door needs.</summary>
    protected virtual string[] Programs => [];

    /// <summary>Starts the mail server behind.</summary>
    protected virtual Task<PostfixLab> StartPostfixAsync() => PostfixLab.StartAsync(CancellationToken.None);

    /// <summary>Whether the panel runs without privileges.</summary>
    protected virtual bool AsOrdinaryUser => false;

    /// <summary>Screening as the tests want it: a greet wait of two seconds, everything enforced, threshold 2.</summary>
    public static ScreeningSettings Settings { get; } = new()
    {
        Server = new() { Hostname = "mx.example.test" },
        Greet = new() { Wait = StressTime.Always(TimeSpan.FromSeconds(2)), Action = ScreeningAction.Enforce },
        Dnsbl = new()
        {
            Sites = [new() { Zone = "bl1.test", Weight = 2 }, new() { Zone = "bl2.test" }, new() { Zone = "bl3.test", Filter = "127.0.0.[2..4]", Weight = 3 }],
            Action = ScreeningAction.Enforce,
            Threshold = 2,
            Timeout = TimeSpan.FromSeconds(20),
        },
    };

    public async ValueTask InitializeAsync()
    {
        LabTests.SkipUnless(["postfix", "rbldnsd", "swaks", "smtp-source", .. Programs]);
        _postfix = await StartPostfixAsync();
        _lists = await RbldnsdLab.StartAsync(
            new Dictionary<string, string[]> { ["bl1.test"] = [Listed, "127.21.0.0/16"], ["bl2.test"] = [NearMiss, "127.22.0.0/16", "127.21.0.0/16"], ["bl3.test"] = ["127.20.0.3 :127.0.0.9:text"] },
            CancellationToken.None);
        _panel = new PanelProcess(HandOff(_postfix), _lists.EndPoint) { AsOrdinaryUser = AsOrdinaryUser };
        await _panel.PublishAsync(Settings, CancellationToken.None);
        await _panel.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_panel is not null) await _panel.DisposeAsync();
        if (_lists is not null) await _lists.DisposeAsync();
        if (_postfix is not null) await _postfix.DisposeAsync();
    }
}

/// <summary>Clients that pass go to Postfix by descriptor.</summary>
public sealed class PassFrontDoor : FrontDoor
{
    protected override string HandOff(PostfixLab postfix) => $"pass:{postfix.PassSocket}";
}

/// <summary>The panel is an ordinary user in the group postdrop and reaches Postfix by its public socket, as the README sets it up.</summary>
public sealed class PublicFrontDoor : FrontDoor
{
    protected override bool AsOrdinaryUser => true;

    protected override string HandOff(PostfixLab postfix) => $"pass:{postfix.PublicPassSocket}";
}

/// <summary>Clients that pass go to Postfix through a relay with PROXY v2.</summary>
public sealed class ProxyFrontDoor : FrontDoor
{
    protected override string HandOff(PostfixLab postfix) => $"proxy:{postfix.ProxyEndPoint}";
}

/// <summary>The same with PROXY v1.</summary>
public sealed class Proxy1FrontDoor : FrontDoor
{
    protected override string HandOff(PostfixLab postfix) => $"proxy1:{postfix.ProxyEndPoint}";
}

/// <summary>By descriptor to a Postfix with STARTTLS, AUTH and a mailbox.</summary>
public sealed class PassMailboxDoor : FrontDoor
{
    protected override string[] Programs => ["saslpasswd2"];

    protected override string HandOff(PostfixLab postfix) => $"pass:{postfix.PassSocket}";

    protected override Task<PostfixLab> StartPostfixAsync() => MailboxPostfix.StartAsync();
}

/// <summary>Through a relay with PROXY v2 to the same.</summary>
public sealed class ProxyMailboxDoor : FrontDoor
{
    protected override string[] Programs => ["saslpasswd2"];

    protected override string HandOff(PostfixLab postfix) => $"proxy:{postfix.ProxyEndPoint}";

    protected override Task<PostfixLab> StartPostfixAsync() => MailboxPostfix.StartAsync();
}
