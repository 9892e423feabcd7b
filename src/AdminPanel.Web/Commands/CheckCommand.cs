using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using System.Text.Json;
using AdminPanel.Postfix.Catalogue;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Allowlist;
using AdminPanel.Store.Settings;
using AdminPanel.Web.Hosting;

namespace AdminPanel.Web.Commands;

/// <summary><c>check ADDRESS [--json]</c>: why this client would pass or not, with the published settings; the form of the JSON is <see cref="CheckupReport"/>.</summary>
internal static class CheckCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create(string[] keys)
    {
        var address = new Argument<string>("address") { Description = "An IPv4 or IPv6 address." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object instead of text." };
        var command = new Command("check", "Explains why a client would pass or not, rule by rule and list by list.") { address, json };
        command.SetAction((parsed, cancellation) =>
        {
            var text = parsed.GetRequiredValue(address).Trim('[', ']');
            return IPAddress.TryParse(text, out var client) && (text.Contains(':', StringComparison.Ordinal) || text.AsSpan().Count('.') == 3)
                ? CommandHost.RunAsync(keys, services => CheckAsync(services, client, parsed.GetValue(json), cancellation), cancellation)
                : Task.FromResult(CommandOutput.Refuse("AdminPanel cannot do this:", [$"\"{text}\" is not an IP address"]));
        });
        return command;
    }

    private static async Task<int> CheckAsync(IServiceProvider services, IPAddress client, bool json, CancellationToken cancellationToken)
    {
        var (newest, skipped) = await services.GetRequiredService<SettingsStore>().GetNewestValidAsync(cancellationToken);
        if (newest is null && skipped > 0) throw new StartException($"panel.db has {skipped} settings versions, but this program can use none of them");
        var snapshot = ScreeningSnapshot.Compile(newest?.Info.Version ?? 0, newest?.Settings ?? new ScreeningSettings());

        var known = await services.GetRequiredService<AllowlistJournal>().FindAsync(client, cancellationToken);
        var checkup = new ClientCheckup(services.GetRequiredService<IDnsblResolver>(), services.GetRequiredService<TimeProvider>());
        var report = await checkup.ExamineAsync(snapshot, client, known?.Stamps, cancellationToken);
        report = report with { Resolvers = services.GetRequiredService<UdpDnsblResolver>().Resolvers, Lists = await ListTroublesAsync(services.GetRequiredService<DnsblWatch>(), snapshot, report.Lists) };
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(report, Json));
        else CheckText.Write(Console.Out, report);
        return 0;
    }

    /// <summary>This process is not the panel, so it does not know what is suspended there: it puts each list to the same test.</summary>
    private static async Task<ImmutableArray<CheckupList>> ListTroublesAsync(DnsblWatch watch, ScreeningSnapshot snapshot, ImmutableArray<CheckupList> lists)
    {
        var zones = DnsblWatchPlanner.Plan(snapshot.Settings).Zones;
        var troubles = await Task.WhenAll(zones.Select(async zone => (zone.DisplayName, Text: await TroubleAsync(watch, zone))));
        return [.. lists.Select(list => list with { Trouble = troubles.FirstOrDefault(trouble => trouble.DisplayName == list.List).Text })];
    }

    private static async Task<string?> TroubleAsync(DnsblWatch watch, WatchedZone zone)
    {
        if (DnsblCatalogue.Obituary(zone.Zone) is { } obituary) return $"dead: {obituary}";
        return await watch.TestAsync(zone.Zone, zone.TestPoints) switch
        {
            { Sickness: not DnsblSickness.None, Verdict: var why } => $"sick, a running panel suspends it: {why}",
            { IsWorking: false, Verdict: var why } => why,
            _ => null,
        };
    }
}
