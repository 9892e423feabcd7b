using System.Net;
using System.Text.RegularExpressions;
using AdminPanel.Parity.Tests.Judging;
using AdminPanel.Parity.Tests.Table;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Parity.Tests.Servers;

/// <summary>
/// Debian's postscreen in an instance of its own. Its dnsblog runs chrooted in the queue directory, where a resolv.conf of the test's own
/// names the blocklists' server; the machine's stays untouched.
/// </summary>
internal sealed partial class PostscreenServer : IAsyncDisposable
{
    private readonly PostfixLab _postfix;

    private PostscreenServer(PostfixLab postfix, IPEndPoint endPoint)
    {
        _postfix = postfix;
        EndPoint = endPoint;
    }

    /// <summary>Where it screens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The main.cf it runs with.</summary>
    public string MainCf => Path.Combine(_postfix.ConfigurationFolder, "main.cf");

    /// <summary>The socket of the smtpd behind.</summary>
    public string PassSocket => _postfix.PassSocket;

    /// <summary>What postscreen, dnsblog and tlsproxy logged so far.</summary>
    public IReadOnlyList<LogLine> Log =>
        [.. LineForm().Matches(_postfix.Log).Select(match => new LogLine(match.Groups["program"].Value, match.Groups["body"].Value))];

    /// <summary>The lines of these programs as they stand in the file.</summary>
    public string MailLog => string.Concat(LineForm().Matches(_postfix.Log).Select(match => match.Value + "\n"));

    /// <summary>Starts it.</summary>
    public static async Task<PostscreenServer> StartAsync(ParityVariant variant, IPEndPoint resolver, CancellationToken cancellationToken)
    {
        var endPoint = new IPEndPoint(variant.Address, LoopbackPorts.FreeTcp());
        var postfix = await PostfixLab.StartAsync(
            cancellationToken,
            variant.MainCf,
            $"""
            {endPoint} inet n  -       n       -       1       postscreen
            dnsblog   unix  -       -       y       -       0       dnsblog
            tlsproxy  unix  -       -       n       -       0       tlsproxy
            tlsmgr    unix  -       -       n       1000?   1       tlsmgr
            {variant.MasterCf}
            """,
            async (etc, queue) =>
            {
                Directory.CreateDirectory(Path.Combine(queue, "etc"));
                await File.WriteAllTextAsync(Path.Combine(queue, "etc", "resolv.conf"), $"nameserver {resolver.Address}\noptions timeout:{(variant.SilentZone is null ? 1 : 20)} attempts:3\n", cancellationToken);
                foreach (var (name, content) in variant.Files) await File.WriteAllTextAsync(Path.Combine(etc, name), content, cancellationToken);
            });
        return new PostscreenServer(postfix, endPoint);
    }

    /// <summary><c>postfix reload</c>.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => _postfix.ReloadAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _postfix.DisposeAsync();

    [GeneratedRegex(@"^\S+ +\S+ \S+ \S+ postfix/(?<program>postscreen|dnsblog|tlsproxy)\[\d+\]: (?<body>.*)$", RegexOptions.Multiline)]
    private static partial Regex LineForm();
}
