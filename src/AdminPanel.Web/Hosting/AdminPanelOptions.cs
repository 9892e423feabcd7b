using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.Handoff;
using AdminPanel.Web.Account;

namespace AdminPanel.Web.Hosting;

/// <summary>Where this installation listens, hands over and keeps its data: deployment, fixed for the life of the process. Read by <see cref="DeploymentReader"/>.</summary>
public sealed record AdminPanelOptions
{
    /// <summary><c>DataDirectory</c>: panel.db, history.db, keys/ and logs/; absolute.</summary>
    public required string DataDirectory { get; init; }

    /// <summary><c>Screening:Listen:0</c>…: where SMTP clients connect; empty when systemd passed sockets and no key names another.</summary>
    public ImmutableArray<IPEndPoint> Listen { get; init; } = [new(IPAddress.Loopback, 2525)];

    /// <summary><c>Screening:HandOff</c>: who gets the clients that pass.</summary>
    public HandoffTarget Handoff { get; init; } = new HandoffTarget.None();

    /// <summary><c>Screening:Resolvers:0</c>…: DNS resolvers for DNSBL lookups; empty means the system's.</summary>
    public ImmutableArray<IPEndPoint> Resolvers { get; init; } = [];

    /// <summary><c>Screening:MailLog</c>: file for the postfix-shaped log; absolute.</summary>
    public required string MailLog { get; init; }

    /// <summary><c>KnownProxies:0</c>…: whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed; empty means loopback.</summary>
    public ImmutableArray<IPNetwork> KnownProxies { get; init; } = [];

    /// <summary><c>Authentication:Oidc:*</c>: sign-in by OpenID Connect; null without.</summary>
    public OidcOptions? Oidc { get; init; }

    /// <summary>The application log's directory.</summary>
    public string LogDirectory => Path.Combine(DataDirectory, "logs");

    /// <summary>The keys that protect cookies.</summary>
    public string KeyDirectory => Path.Combine(DataDirectory, "keys");
}
