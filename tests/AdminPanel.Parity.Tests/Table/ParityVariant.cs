using System.Net;

namespace AdminPanel.Parity.Tests.Table;

/// <summary>Settings under which scripts are played: lines of main.cf that both servers get.</summary>
/// <param name="Name">Short name, unique.</param>
/// <param name="MainCf">Lines for main.cf; <c>{etc}</c> is the folder of the configuration.</param>
/// <param name="Scripts">What clients do.</param>
public sealed record ParityVariant(string Name, string MainCf, ParityScript[] Scripts)
{
    /// <summary>Files beside main.cf, name and content.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the servers listen.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Whether the machine has to know IPv6.</summary>
    public bool NeedsIPv6 => MainCf.Contains("inet_protocols = all", StringComparison.Ordinal);

    /// <summary>A zone whose questions nobody answers, or null.</summary>
    public string? SilentZone { get; init; }

    /// <summary>The <c>pass</c> service that the engine hands clients to.</summary>
    public string Service { get; init; } = "smtpd";

    /// <summary>More services for master.cf.</summary>
    public string MasterCf { get; init; } = "";
}
