namespace AdminPanel.Web.Features.Tuning;

/// <summary>How far back a replay looks.</summary>
internal sealed record TuningRange(string Name, string Title, TimeSpan? Length)
{
    public static IReadOnlyList<TuningRange> All { get; } =
    [
        new("1h", "1 h", TimeSpan.FromHours(1)), new("24h", "24 h", TimeSpan.FromDays(1)), new("7d", "7 d", TimeSpan.FromDays(7)), new("all", "All", null),
    ];

    public static TuningRange Of(string? name) => All.FirstOrDefault(range => range.Name == name) ?? All[1];
}
