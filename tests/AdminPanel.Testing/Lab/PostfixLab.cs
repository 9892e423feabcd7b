using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace AdminPanel.Testing.Lab;

/// <summary>
/// An instance of the installed Postfix of the test's own: configuration, queue, data and log in a temp folder, no chroot, all mail
/// discarded. Needs root. It offers <c>smtpd pass</c> in private/ and public/ and an inet smtpd that expects a PROXY header.
/// </summary>
public sealed partial class PostfixLab : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private PostfixLab(TempFolder folder, IPEndPoint proxy, IPEndPoint plain)
    {
        _folder = folder;
        ProxyEndPoint = proxy;
        PlainEndPoint = plain;
    }

    /// <summary>What its greeting says.</summary>
    public const string HostName = "mx.example.test";

    /// <summary>The socket of <c>smtpd pass</c> for root and postfix.</summary>
    public string PassSocket => _folder.Combine("queue", "private", "smtpd");

    /// <summary>The socket of <c>smtpd pass</c> for members of the group postdrop.</summary>
    public string PublicPassSocket => _folder.Combine("queue", "public", "smtpd-pub");

    /// <summary>The smtpd that expects a PROXY header.</summary>
    public IPEndPoint ProxyEndPoint { get; }

    /// <summary>An smtpd without anything in front.</summary>
    public IPEndPoint PlainEndPoint { get; }

    /// <summary>The folder with main.cf and master.cf.</summary>
    public string ConfigurationFolder => _folder.Combine("etc");

    /// <summary>Everything it logged so far.</summary>
    public string Log => ReadLog();

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="cancellationToken">Ends the start early.</param>
    /// <param name="mainCf">More lines for main.cf; they win.</param>
    /// <param name="masterCf">More services for master.cf, e.g. postscreen with its helpers.</param>
    /// <param name="prepare">Writes more files before the start: gets the configuration folder and the queue folder.</param>
    public static async Task<PostfixLab> StartAsync(CancellationToken cancellationToken, string mainCf = "", string masterCf = "", Func<string, string, Task>? prepare = null)
    {
        await SweepAsync(cancellationToken);
        var folder = new TempFolder("postfix");
        var lab = new PostfixLab(folder, new(IPAddress.Loopback, LoopbackPorts.FreeTcp()), new(IPAddress.Loopback, LoopbackPorts.FreeTcp()));
        try
        {
            await lab.WriteAsync(mainCf, masterCf, cancellationToken);
            if (prepare is not null) await prepare(lab.ConfigurationFolder, folder.Combine("queue"));
            await lab.StartServiceAsync(cancellationToken);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="StopServiceAsync"/>.</summary>
    public async Task StartServiceAsync(CancellationToken cancellationToken)
    {
        await PostfixAsync("start", cancellationToken);
        try
        {
            await Eventually.GetAsync("Postfix answers", Patience.Limit, GreetsAsync, cancellationToken);
        }
        catch (TimeoutException trouble)
        {
            throw new InvalidOperationException($"{trouble.Message}\n{ReadLog()}");
        }
    }

    /// <summary>Stops it and returns when nobody takes connections in its place; the configuration stays.</summary>
    public async Task StopServiceAsync(CancellationToken cancellationToken)
    {
        await PostfixAsync("stop", cancellationToken);

        // A server on its way out may still hold a socket on which it listened beside the master.
        EndPoint[] doors = [PlainEndPoint, ProxyEndPoint, new UnixDomainSocketEndPoint(PassSocket), new UnixDomainSocketEndPoint(PublicPassSocket)];
        await Eventually.HoldsAsync("Postfix has gone", Patience.Limit, () => !doors.Any(IsOpen), cancellationToken);
    }

    /// <summary><c>postfix reload</c>.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => PostfixAsync("reload", cancellationToken);

    /// <summary>Waits for a line of the log that matches <paramref name="pattern"/> and returns it.</summary>
    public async Task<string> WaitForLogAsync(string pattern, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        var line = new Regex(pattern);
        try
        {
            return await Eventually.GetAsync(
                $"Postfix logs {pattern}", timeout ?? Patience.Limit, _ => Task.FromResult(ReadLog().Split('\n').FirstOrDefault(text => line.IsMatch(text))), cancellationToken);
        }
        catch (TimeoutException trouble)
        {
            throw new TimeoutException($"{trouble.Message}\n{ReadLog()}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(_folder.Path);
        _folder.Dispose();
    }

    private static bool IsOpen(EndPoint door)
    {
        using var client = new Socket(door.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            client.Connect(door);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<string?> GreetsAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(PassSocket)) return null;
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(PlainEndPoint, cancellationToken);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
        }
        catch (Exception trouble) when (trouble is SocketException or IOException or TimeoutException)
        {
            return null;
        }
    }

    private async Task PostfixAsync(string command, CancellationToken cancellationToken)
    {
        var (code, output) = await LabProcess.RunAsync(LabTools.Require("postfix"), ["-c", ConfigurationFolder, command], cancellationToken);
        if (code != 0) throw new InvalidOperationException($"postfix {command} ended with {code}:\n{output}\n{ReadLog()}");
    }

    private string ReadLog()
    {
        try
        {
            using var file = new FileStream(_folder.Combine("maillog"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new StreamReader(file).ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }
}
