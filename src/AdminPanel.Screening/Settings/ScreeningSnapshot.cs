using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.LookupTables;

namespace AdminPanel.Screening.Settings;

/// <summary>Validated, compiled, frozen settings of one version. Everything that can fail has happened when one exists. Thread-safe.</summary>
public sealed class ScreeningSnapshot
{
    private ScreeningSnapshot(long version, ScreeningSettings settings, LookupTableFiles files)
    {
        Version = version;
        Settings = settings;
        AccessList = AccessListCompiler.Compile(settings.Access, files);
        AllowlistInterfaces = AccessListCompiler.CompileAllowlistInterfaces(settings.Access, files);
        Protocol = ProtocolTables.Compile(settings.Protocol, files);
        Dnsbl = DnsblTableCompiler.Compile(settings.Dnsbl);
        DnsblOrder = settings.Dnsbl.Order == AdminPanel.Screening.Settings.DnsblOrder.CheapestFirst ? new CheapestFirst(Dnsbl, settings.Dnsbl.Threshold, settings.Dnsbl.AllowlistThreshold) : null;
        Greeting = ServerGreeting.Compile(settings);
    }

    /// <summary>The published version, 1 and up; 0 for settings that were never published.</summary>
    public long Version { get; }

    /// <summary>The settings this was compiled from.</summary>
    public ScreeningSettings Settings { get; }

    /// <summary>The compiled access list.</summary>
    public AccessList AccessList { get; }

    /// <summary>The compiled <see cref="AccessSettings.AllowlistInterfaces"/>; null means that every server address earns allowlist status.</summary>
    public AddressMatchItems? AllowlistInterfaces { get; }

    /// <summary>The tables and lists of the dummy SMTP engine.</summary>
    public ProtocolTables Protocol { get; }

    /// <summary>What is wrong with the lookup tables as their files are now, each told once.</summary>
    public IEnumerable<string> TableTroubles => Tables.Distinct().Select(static table => table.Trouble).OfType<string>();

    private IEnumerable<LiveTable> Tables => [.. AccessList.Lookups.OfType<LiveTable>(), .. AllowlistInterfaces?.Tables ?? [], .. Protocol.All];

    /// <summary>The host name and greetings.</summary>
    public ServerGreeting Greeting { get; }

    /// <summary>The compiled DNSBL sites.</summary>
    public DnsblTable Dnsbl { get; }

    /// <summary>The order of asking; null when all lists are asked at once.</summary>
    public CheapestFirst? DnsblOrder { get; }

    /// <summary>Compiles settings. Throws <see cref="ArgumentException"/> naming the first problem when <see cref="SettingsRules"/> finds an error.</summary>
    /// <param name="version">The version that carries them.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="files">Where lookup tables are opened; null for the tables of this process.</param>
    public static ScreeningSnapshot Compile(long version, ScreeningSettings settings, LookupTableFiles? files = null)
    {
        foreach (var problem in SettingsRules.Check(settings))
        {
            if (problem.Severity == ProblemSeverity.Error)
                throw new ArgumentException($"{problem.Path}: {problem.Message}", nameof(settings));
        }

        return new ScreeningSnapshot(version, settings, files ?? LookupTableFiles.Shared);
    }
}
