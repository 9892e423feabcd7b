using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AdminPanel.Web.Demo;

/// <summary>Prints where the demonstration can be seen, once it can. To the console, not to the log: a password is in it.</summary>
internal sealed class DemoAnnouncer(DemoHost demo, IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Announce);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Announce()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:8080";
        Console.Out.WriteLine(
            $"""

            The demonstration is running; Ctrl+C ends it and removes its data.
              Open      {address}
              Name      {demo.UserName}
              Password  {demo.Password}

            """);
    }
}
