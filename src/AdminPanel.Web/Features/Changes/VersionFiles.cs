using System.IO.Compression;
using System.Text;
using AdminPanel.Postfix.Export;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <summary>
/// Any version as files, for those who are signed in: <c>/changes/7/main.cf</c>, <c>/changes/7/postfix.zip</c> with the tables, and
/// <c>/changes/7/settings.json</c>. Secret zones are left out of all of them.
/// </summary>
internal static class VersionFiles
{
    /// <summary>Maps the three files.</summary>
    public static IEndpointRouteBuilder MapVersionFiles(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/changes/{version:long}").RequireAuthorization();
        group.MapGet("/main.cf", (long version, SettingsStore store, CancellationToken stop) =>
            SendAsync(store, version, "cf", "text/plain; charset=utf-8", s => Encoding.UTF8.GetBytes(MainCfExport.Write(s).MainCf), stop));
        group.MapGet("/postfix.zip", (long version, SettingsStore store, CancellationToken stop) => SendAsync(store, version, "zip", "application/zip", Zip, stop));
        group.MapGet("/settings.json", (long version, SettingsStore store, CancellationToken stop) =>
            SendAsync(store, version, "json", "application/json", s => Encoding.UTF8.GetBytes(SettingsJson.Serialize(WithoutSecrets(s))), stop));
        return endpoints;
    }

    /// <summary>main.cf and its tables in one archive.</summary>
    public static byte[] Zip(ScreeningSettings settings)
    {
        var export = MainCfExport.Write(settings);
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in (IEnumerable<(string, string)>)[("main.cf", export.MainCf), .. export.Tables.Where(t => !t.Secret).Select(t => (t.Name, t.Text))])
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
                writer.Write(text);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The settings with every zone that a reply name hides replaced by that name.</summary>
    public static ScreeningSettings WithoutSecrets(ScreeningSettings settings) => settings with
    {
        Dnsbl = settings.Dnsbl with { Sites = [.. settings.Dnsbl.Sites.Select(s => s.ReplyName is { Length: > 0 } name ? s with { Zone = name } : s)] },
    };

    private static async Task<IResult> SendAsync(SettingsStore store, long version, string kind, string type, Func<ScreeningSettings, byte[]> write, CancellationToken cancellationToken) =>
        await store.GetAsync(version, cancellationToken) is { } stored
            ? Results.File(write(stored.Settings), type, kind == "cf" ? $"main-version-{version}.cf" : $"adminpanel-version-{version}.{kind}")
            : Results.NotFound();
}
