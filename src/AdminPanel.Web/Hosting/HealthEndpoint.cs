using AdminPanel.Screening.Listening;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Hosting;

/// <summary><c>/health</c>, for load balancers and container supervisors: one word, nothing an outsider could use.</summary>
internal static class HealthEndpoint
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/health", static (HistoryWriter history, SettingsPublisher settings, IServiceProvider services) =>
        {
            var engine = services.GetService<IScreeningServer>()?.Status;
            return history.Trouble is null && settings.Trouble is null && engine is { StartedAt: not null, Problems.IsEmpty: true } ? "ok" : "degraded";
        })
        .AllowAnonymous();
}
