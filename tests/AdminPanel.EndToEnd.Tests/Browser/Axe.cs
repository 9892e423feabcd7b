using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>axe-core, put into a page once and asked as often as the page changes its clothes.</summary>
internal static class Axe
{
    /// <summary>Of a long table the first rows: the others are made alike.</summary>
    private const string Run =
        """
        rules => axe.run(
            { exclude: [['tbody tr:nth-child(n+13)']] },
            rules.length > 0 ? { resultTypes: ['violations'], runOnly: { type: 'rule', values: rules } } : { resultTypes: ['violations'] })
          .then(result => result.violations.map(v =>
            `${v.id}: ${v.help}: ${v.nodes.slice(0, 4).map(n => `${n.target} ${n.any.length > 0 ? n.any[0].message : ''}`).join(' | ')}`))
        """;

    private static readonly string s_script = new BundledAxeScriptProvider().GetScript();

    /// <summary>What breaks a rule, a sentence each; only <paramref name="rules"/> when some are given.</summary>
    public static async Task<string[]> FindAsync(IPage page, params string[] rules)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window")) await page.EvaluateAsync(s_script);
        return await page.EvaluateAsync<string[]>(Run, rules);
    }
}
