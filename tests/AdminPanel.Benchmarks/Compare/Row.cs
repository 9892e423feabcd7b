using System.Globalization;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>How a row is judged.</summary>
internal enum Goal
{
    /// <summary>The engine's figure over postscreen's must not be above the limit.</summary>
    RatioAtMost,

    /// <summary>The engine's figure over postscreen's must not be below the limit.</summary>
    RatioAtLeast,

    /// <summary>The engine's median must not be above the limit.</summary>
    AtMost,

    /// <summary>The engine's worst run must not be below the limit.</summary>
    EachAtLeast,

    /// <summary>Not judged: shown because it explains another row.</summary>
    Shown,
}

/// <summary>One line of the table.</summary>
/// <param name="Group">The word of <c>--rows</c> that measures it.</param>
/// <param name="What">The name of its figures.</param>
/// <param name="Title">As the table says it.</param>
/// <param name="Unit">Behind each figure.</param>
/// <param name="Goal">How it is judged.</param>
/// <param name="Limit">The goal's number.</param>
/// <param name="ForHaraka">Haraka does something comparable.</param>
internal sealed record Row(string Group, string What, string Title, string Unit, Goal Goal, double Limit = 0, bool ForHaraka = false)
{
    public const string Engine = "engine";
    public const string Postscreen = "postscreen";
    public const string Haraka = "Haraka";

    /// <summary>The table, in order.</summary>
    public static IReadOnlyList<Row> All { get; } =
    [
        new("cpu", "cpu", "CPU per refused client, 3 lists, all its processes", "µs", Goal.RatioAtMost, 0.25, ForHaraka: true),
        new("cpu", "cpu lost", "meanwhile not judged", "%", Goal.Shown, ForHaraka: true),
        new("burst", "burst judged", "4,000 clients at once: greeted and judged", "clients", Goal.EachAtLeast, 4_000, ForHaraka: true),
        new("crowd", "crowd judged", "19,000 clients at once: greeted and judged", "clients", Goal.EachAtLeast, 19_000),
        new("burst", "burst p99", "4,000 at once: 99th percentile from connect to the teaser", "ms", Goal.RatioAtMost, 0.1, ForHaraka: true),
        new("burst", "burst memory", "memory per held connection above idle, 4,000 held", "kB", Goal.AtMost, 1.0, ForHaraka: true),
        new("burst", "burst memory all", "the same, all processes of a side", "kB", Goal.Shown, ForHaraka: true),
        new("crowd", "crowd memory", "memory per held connection above idle, 19,000 held", "kB", Goal.AtMost, 1.0),
        new("crowd", "crowd memory all", "the same, all processes of a side", "kB", Goal.Shown),
        new("crowd", "crowd unlogged", "clients of that burst missing in the mail log", "clients", Goal.AtMost),
        new("passold", "added", "PASS OLD: time to smtpd's 220 above a direct connection", "ms", Goal.RatioAtMost, 0.5),
        new("passold", "rate", "PASS OLD: connections a second, 16 at a time", "1/s", Goal.RatioAtLeast, 1.0),
        new("dead", "dead judged", "one list never answers: refused by the other two", "%", Goal.EachAtLeast, 100),
        new("dead", "dead cpu", "one list never answers: CPU per client over the healthy run's", "×", Goal.AtMost, 1.1),
        new("dead", "dead memory", "one list never answers: memory over the healthy run's", "×", Goal.AtMost, 1.1),
        new("scale", "scale", "CPU per client at 100, 1,000 and 10,000 at once: largest over smallest", "×", Goal.AtMost, 1.3, ForHaraka: true),
        new("live", "live p99", "verdict to the browser at 500/s, 99th percentile", "ms", Goal.AtMost, 500),
        new("start", "start", "start to listening", "s", Goal.AtMost, 1.5, ForHaraka: true),
        new("publish", "publish", "published change to the first decision by it", "ms", Goal.AtMost, 50),
    ];

    /// <summary>The engine's figure as it is judged.</summary>
    public double EngineFigure(Figures figures) => Goal == Goal.EachAtLeast ? figures.Least(What, Engine) : figures.Median(What, Engine);

    /// <summary>The engine's figure over postscreen's; NaN when one is missing.</summary>
    public double Ratio(Figures figures) => EngineFigure(figures) / figures.Median(What, Postscreen);

    /// <summary>Whether the goal is met; null when it was not measured or is none.</summary>
    public bool? Passes(Figures figures)
    {
        if (Goal == Goal.Shown) return null;
        var figure = Goal is Goal.RatioAtMost or Goal.RatioAtLeast ? Ratio(figures) : EngineFigure(figures);
        if (double.IsNaN(figure)) return null;
        return Goal is Goal.RatioAtMost or Goal.AtMost ? figure <= Limit : figure >= Limit;
    }

    /// <summary>The goal in words.</summary>
    public string GoalText => Goal switch
    {
        Goal.RatioAtMost => $"≤ {Number(Limit)} ×",
        Goal.RatioAtLeast => $"≥ {Number(Limit)} ×",
        Goal.AtMost when Limit == 0 => "none",
        Goal.AtMost => $"≤ {Number(Limit)} {Unit}",
        Goal.Shown => "",
        _ => $"{Number(Limit)} {Unit}, each run",
    };

    /// <summary>A side's median with its unit and, of several runs, the smallest and the largest.</summary>
    public string Cell(Figures figures, string peer)
    {
        var all = figures.All(What, peer).Where(double.IsFinite).ToList();
        if (all.Count == 0) return "–";
        var (least, most) = (Number(all.Min()), Number(all.Max()));
        return $"{Number(figures.Median(What, peer))} {Unit}{(least == most ? "" : $" ({least}–{most})")}";
    }

    /// <summary>A number with as many digits as it deserves.</summary>
    public static string Number(double number)
    {
        if (double.IsNaN(number)) return "–";
        return Math.Abs(number) switch
        {
            >= 1_000 => number.ToString("#,0", CultureInfo.InvariantCulture),
            >= 100 => number.ToString("0", CultureInfo.InvariantCulture),
            >= 10 => number.ToString("0.#", CultureInfo.InvariantCulture),
            _ => number.ToString("0.0##", CultureInfo.InvariantCulture),
        };
    }
}
