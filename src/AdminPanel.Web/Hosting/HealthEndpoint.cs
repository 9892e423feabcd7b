using AdminPanel.Screening.Listening;

namespace AdminPanel.Web.Hosting;

/// <summary><c>/health</c>, for load balancers and container supervisors: one word, nothing an outsider could use.</summary>
internal static class HealthEndpoint
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/health", static (IScreeningServer engine, PanelProblems problems) =>
            engine.Status.StartedAt is not null && problems.Current.IsEmpty ? "ok" : "degraded")
        .AllowAnonymous();
}
