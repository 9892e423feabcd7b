namespace AdminPanel.Web.Hosting;

/// <summary>Registers the screening engine and the services that start and stop it.</summary>
internal static class EngineComposition
{
    public static void AddEngine(this IServiceCollection services, AdminPanelOptions options)
    {
    }
}
