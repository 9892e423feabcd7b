namespace AdminPanel.Parity.Tests.Table;

/// <summary>Which blocklists list the client of a script; its number is the second octet of the client's address (<c>127.N.x.y</c>).</summary>
public enum Listing
{
    /// <summary>No list.</summary>
    None = 40,

    /// <summary>a.test.</summary>
    A = 41,

    /// <summary>b.test.</summary>
    B = 42,

    /// <summary>c.test with 127.0.0.2 and 127.0.0.3.</summary>
    CTwoOfOneFilter = 43,

    /// <summary>c.test with 127.0.0.2 and 127.0.0.10.</summary>
    CTwoFilters = 44,

    /// <summary>c.test with 127.0.0.99.</summary>
    CUnmatched = 45,

    /// <summary>a.test and the allowlist w.test.</summary>
    AAndW = 46,

    /// <summary>The allowlist w.test.</summary>
    W = 47,

    /// <summary>a.test and b.test.</summary>
    AAndB = 48,

    /// <summary>e.test with 127.255.255.254.</summary>
    ErrorCode = 49,

    /// <summary>e.test with 10.0.0.1.</summary>
    NoLoopback = 50,

    /// <summary>s.test, whose name is secret.</summary>
    Secret = 51,
}

/// <summary>
/// What a client does, one step per line, played against both servers. <c>&gt; text</c> says a line, <c>&gt;&gt; text</c> sends bytes without a
/// line end (both know \r \n \t \0 \\ \xHH), <c>&lt; 250</c> hears one whole reply whose last line begins so (<c>&lt; 220-</c> hears that one line),
/// <c>.</c> hears the end, <c>hangup</c>, <c>reset</c> and <c>shut</c> (sending only) leave, <c>wait N</c> and <c>silent N</c> take milliseconds,
/// <c>tls</c> shakes hands, <c>connect</c> begins another connection, <c>reload</c> makes the server read its settings again, and <c>2: </c> before a step means the second of several connections.
/// </summary>
public sealed record ParityScript(string Name, string Steps)
{
    /// <summary>Who lists the client.</summary>
    public Listing Listing { get; init; } = Listing.None;

    /// <summary>The client's address, when it has to be a certain one.</summary>
    public string? From { get; init; }

    /// <summary>Why the two servers differ here on purpose; null when they must agree.</summary>
    public Deviation? Deviation { get; init; }

    /// <summary>What marks this script's log lines when they do not name its connections' own addresses: behind a load balancer.</summary>
    public string? LoggedAs { get; init; }

    /// <summary>True when the order among this script's connections is left to chance: they are compared as a set.</summary>
    public bool AnyOrder { get; init; }
}
