using System.Runtime.CompilerServices;
using AdminPanel.Web.Demo;

namespace AdminPanel.Web.Tests;

/// <summary>Before the first test: removes what killed test runs left behind. No test takes an hour.</summary>
internal static class StaleTestFolders
{
    [ModuleInitializer]
    internal static void Sweep()
    {
        foreach (var name in new[] { "adminpanel-web-", "adminpanel-pages-", "adminpanel-commands-" }) StaleFolders.Sweep(name, TimeSpan.FromHours(1));
    }
}
