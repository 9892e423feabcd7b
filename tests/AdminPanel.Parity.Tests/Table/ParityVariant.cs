using AdminPanel.Screening.Settings;

namespace AdminPanel.Parity.Tests.Table;

/// <summary>Settings under which scripts are played: lines of main.cf that both servers get.</summary>
/// <param name="Name">Short name, unique.</param>
/// <param name="MainCf">Lines for main.cf; <c>{etc}</c> is the folder of the configuration.</param>
/// <param name="Scripts">What clients do.</param>
public sealed record ParityVariant(string Name, string MainCf, ParityScript[] Scripts)
{
    /// <summary>More services for master.cf.</summary>
    public string MasterCf { get; init; } = "";

    /// <summary>Files beside main.cf, name and content.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>What the import does not take from main.cf yet; the folder of the configuration is the second argument.</summary>
    public Func<ScreeningSettings, string, ScreeningSettings> Adjust { get; init; } = static (settings, _) => settings;
}
