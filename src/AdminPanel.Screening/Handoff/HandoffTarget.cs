using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AdminPanel.Screening.Handoff;

/// <summary>Where clients that pass are handed to; deployment, fixed for the life of the process.</summary>
public abstract record HandoffTarget
{
    private HandoffTarget()
    {
    }

    /// <summary>No mail server: clients that pass are told so with 421.</summary>
    public sealed record None : HandoffTarget
    {
        /// <inheritdoc/>
        public override string ToString() => "none";
    }

    /// <summary>The client's descriptor goes to Postfix's <c>smtpd pass</c> service at <paramref name="Path"/>; Linux only.</summary>
    public sealed record Pass(string Path) : HandoffTarget
    {
        /// <inheritdoc/>
        public override string ToString() => $"pass:{Path}";
    }

    /// <summary>A byte relay to an SMTP server that reads PROXY protocol <paramref name="Version"/> (1 or 2) headers.</summary>
    public sealed record Proxy(string Host, int Port, int Version) : HandoffTarget
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Version == 1 ? "proxy1" : "proxy")}:{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
    }

    /// <summary>Reads <c>none</c>, <c>pass:/path</c>, <c>proxy:host:port</c> or <c>proxy1:host:port</c> (IPv6 hosts in brackets).</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HandoffTarget? target, [NotNullWhen(false)] out string? error)
    {
        target = null;
        error = null;
        var value = (text ?? "").Trim();
        if (value.Length == 0 || value.Equals("none", StringComparison.OrdinalIgnoreCase))
            target = new None();
        else if (Prefixed(value, "pass:") is { } path)
            error = path.StartsWith('/') ? null : $"\"{value}\": the socket path must be absolute, for example pass:/var/spool/postfix/private/smtpd";
        else if ((Prefixed(value, "proxy:") ?? Prefixed(value, "proxy1:")) is { } endpoint)
            target = ParseProxy(value, endpoint, out error);
        else
            error = $"\"{value}\" is none of: none, pass:/path/to/private/smtpd, proxy:host:port, proxy1:host:port";

        if (error is null && target is null) target = new Pass(Prefixed(value, "pass:")!);
        return error is null;
    }

    private static Proxy? ParseProxy(string value, string endpoint, out string? error)
    {
        var colon = endpoint.LastIndexOf(':');
        var host = colon > 0 ? endpoint[..colon] : "";
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        if (host.Length == 0 || !int.TryParse(endpoint.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
        {
            error = $"\"{value}\": needs host:port with a port of 1 to 65535, for example proxy:127.0.0.1:10025";
            return null;
        }

        error = null;
        return new Proxy(host, port, value.StartsWith("proxy1:", StringComparison.OrdinalIgnoreCase) ? 1 : 2);
    }

    private static string? Prefixed(string value, string prefix) =>
        value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? value[prefix.Length..] : null;
}
