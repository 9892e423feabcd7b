namespace AdminPanel.Screening.Settings;

/// <summary>A load balancer in front that says who the client is (<c>postscreen_upstream_proxy_protocol</c>).</summary>
public sealed record UpstreamProxySettings
{
    /// <summary>True for <c>haproxy</c>: every connection must begin with a PROXY protocol header, version 1 or 2.</summary>
    public bool Enable { get; init; }

    /// <summary><c>postscreen_upstream_proxy_timeout</c>: how long the header may take. At least 1 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
