using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.Listening;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Hosting;

/// <summary>Reads <see cref="AdminPanelOptions"/> from configuration, strictly: every problem at once, each naming its key.</summary>
internal sealed class DeploymentReader
{
    private static readonly string[] ScreeningKeys = ["Listen", "HandOff", "Resolvers", "MailLog"];
    private static readonly string[] HistoryKeys = ["RetentionDays", "MaxRows"];

    private readonly IConfiguration _configuration;
    private readonly ImmutableArray<string>.Builder _problems = ImmutableArray.CreateBuilder<string>();

    private DeploymentReader(IConfiguration configuration) => _configuration = configuration;

    /// <summary>The options, or what is wrong with them.</summary>
    public static (AdminPanelOptions? Options, ImmutableArray<string> Problems) Read(IConfiguration configuration)
    {
        var reader = new DeploymentReader(configuration);
        var options = reader.Read();
        return reader._problems.Count == 0 ? (options, []) : (null, reader._problems.ToImmutable());
    }

    private AdminPanelOptions Read()
    {
        RefuseUnknown("Screening", ScreeningKeys);
        RefuseUnknown(HistoryOptions.Section, HistoryKeys);
        RefuseUnknown("Labels", ["MailLog"]);
        AtLeastOne($"{HistoryOptions.Section}:RetentionDays");
        AtLeastOne($"{HistoryOptions.Section}:MaxRows");

        var data = Path.GetFullPath(_configuration["DataDirectory"] is { Length: > 0 } directory ? directory : DefaultDataDirectory());
        if (File.Exists(data)) _problems.Add($"DataDirectory: {data} is a file, not a directory");
        var listen = EndPoints("Screening:Listen", null);
        foreach (var endPoint in listen)
        {
            if (endPoint.Port is 465 or 587)
                _problems.Add($"Screening:Listen: {endPoint} is a submission port; your own users send mail there and must not be screened");
        }

        return new AdminPanelOptions
        {
            DataDirectory = data,
            Listen = listen.IsEmpty && InheritedSockets.Find().Count == 0 ? [new(IPAddress.Loopback, 2525)] : listen,
            Handoff = Handoff(),
            Resolvers = EndPoints("Screening:Resolvers", 53),
            KnownProxies = Networks("KnownProxies"),
            Oidc = OidcReader.Read(_configuration, _problems.Add),
            MailLog = Path.GetFullPath(_configuration["Screening:MailLog"] is { Length: > 0 } file ? file : Path.Combine("logs", "maillog"), data),
        };
    }

    /// <summary>A source run keeps its data beside the solution, an installed program where Debian expects it.</summary>
    private static string DefaultDataDirectory()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "AdminPanel.sln"))) return Path.Combine(directory.FullName, "data");
        }

        return "/var/lib/adminpanel";
    }

    private HandoffTarget Handoff()
    {
        if (HandoffTarget.TryParse(_configuration["Screening:HandOff"], out var target, out var error)) return target;
        _problems.Add($"Screening:HandOff: {error}");
        return new HandoffTarget.None();
    }

    /// <summary>A list, or one value without an index. Without a default port the port is required.</summary>
    private ImmutableArray<IPEndPoint> EndPoints(string key, int? defaultPort)
    {
        var section = _configuration.GetSection(key);
        var items = section.GetChildren().Select(static child => (child.Path, child.Value));
        if (section.Value is { Length: > 0 } single) items = [(key, single)];

        var endPoints = ImmutableArray.CreateBuilder<IPEndPoint>();
        foreach (var (path, text) in items)
        {
            if (TryEndPoint(text, defaultPort) is not { } endPoint)
                _problems.Add($"{path}: \"{text}\" is not an address and port, for example {(defaultPort is null ? "0.0.0.0:25 or [::]:25" : "127.0.0.1:53 or [::1]:53")}");
            else if (endPoints.Contains(endPoint))
                _problems.Add($"{path}: {endPoint} is there twice");
            else
                endPoints.Add(endPoint);
        }

        return endPoints.ToImmutable();
    }

    private ImmutableArray<IPNetwork> Networks(string key)
    {
        var section = _configuration.GetSection(key);
        var items = section.GetChildren().Select(static child => (child.Path, child.Value));
        if (section.Value is { Length: > 0 } single) items = [(key, single)];

        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var (path, text) in items)
        {
            if (IPNetwork.TryParse(text ?? "", out var network)) networks.Add(network);
            else if (IPAddress.TryParse(text ?? "", out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || text!.AsSpan().Count('.') == 3))
                networks.Add(new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32));
            else _problems.Add($"{path}: \"{text}\" is not an address or network, for example 192.0.2.7 or 10.0.0.0/8");
        }

        return networks.ToImmutable();
    }

    /// <summary>IPEndPoint.TryParse alone would take "25" for 0.0.0.25 and a bare IPv6 address for one without a port.</summary>
    private static IPEndPoint? TryEndPoint(string? text, int? defaultPort)
    {
        if (!IPEndPoint.TryParse(text ?? "", out var endPoint)) return null;
        var isV4 = endPoint.AddressFamily == AddressFamily.InterNetwork;
        if (isV4 && text!.AsSpan().Count('.') != 3) return null;
        var hasPort = isV4 ? text!.Contains(':', StringComparison.Ordinal) : text!.Contains("]:", StringComparison.Ordinal);
        if (hasPort) return endPoint;
        return defaultPort is { } port ? new IPEndPoint(endPoint.Address, port) : null;
    }

    private void RefuseUnknown(string section, string[] known)
    {
        foreach (var child in _configuration.GetSection(section).GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                _problems.Add($"{child.Path}: no such setting; {section} has {string.Join(", ", known)}");
        }
    }

    private void AtLeastOne(string key)
    {
        if (_configuration[key] is { } text && (!long.TryParse(text, out var number) || number is < 1 or > int.MaxValue))
            _problems.Add($"{key}: \"{text}\" is not a whole number of at least 1");
    }
}
