using AdminPanel.Web.Shared;

namespace AdminPanel.Web.Features.SystemState;

/// <summary>Sizes for people.</summary>
internal static class ByteSize
{
    private const double Kilo = 1024;

    /// <summary>e.g. <c>531 KiB</c>.</summary>
    public static string Text(long bytes) => bytes switch
    {
        < 1000 => $"{bytes}\u202fB",
        < 1000 * 1024 => $"{Numbers.Rate(bytes / Kilo)}\u202fKiB",
        < 1000L * 1024 * 1024 => $"{Numbers.Rate(bytes / Kilo / Kilo)}\u202fMiB",
        _ => $"{Numbers.Rate(bytes / Kilo / Kilo / Kilo)}\u202fGiB",
    };
}
