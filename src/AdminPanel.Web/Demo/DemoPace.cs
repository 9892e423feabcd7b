namespace AdminPanel.Web.Demo;

/// <summary>How busy the front door is at a moment: quiet nights, busy mornings, and an attack every few minutes (hours, in the seeded past).</summary>
internal static class DemoPace
{
    /// <summary>Connections a second now, outside attacks.</summary>
    public static double Calm(DateTimeOffset at)
    {
        var hour = at.TimeOfDay.TotalHours;
        return 2.5 + 1.8 * Math.Sin((hour - 7) / 24 * 2 * Math.PI) + 0.5 * Math.Sin(at.ToUnixTimeSeconds() / 37.0);
    }

    /// <summary>The share of bots that an attack adds now, 0 to 0.9: half a minute in every five.</summary>
    public static double Attack(DateTimeOffset at)
    {
        var second = at.ToUnixTimeSeconds() % 300;
        return second is >= 200 and < 230 ? 0.85 : 0;
    }

    /// <summary>The same over the seeded past: forty minutes in every five hours.</summary>
    public static double PastAttack(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60 % 300 is >= 140 and < 180 ? 0.7 : 0;

    /// <summary>The time to the next arrival at <paramref name="rate"/> a second.</summary>
    public static TimeSpan Gap(Random random, double rate) => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / rate);
}
