using System.Runtime.CompilerServices;
using AdminPanel.Web.Demo;

namespace AdminPanel.Web.Tests;

/// <summary>Before the first test: sets how long all of them wait for a render, and removes what killed test runs left behind. No test takes an hour.</summary>
internal static class BeforeTests
{
    [ModuleInitializer]
    internal static void Prepare()
    {
        BunitContext.DefaultWaitTimeout = Patience.Limit;
        foreach (var name in new[] { "adminpanel-web-", "adminpanel-pages-", "adminpanel-commands-" }) StaleFolders.Sweep(name, TimeSpan.FromHours(1));
    }
}
