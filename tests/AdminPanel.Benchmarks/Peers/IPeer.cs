using System.Net;
using AdminPanel.Benchmarks.Measuring;

namespace AdminPanel.Benchmarks.Peers;

/// <summary>A screening server under measurement.</summary>
internal interface IPeer
{
    /// <summary>As the table names it.</summary>
    string Name { get; }

    /// <summary>Where it screens.</summary>
    IPEndPoint Smtp { get; }

    /// <summary>All its processes; valid while it runs.</summary>
    ProcessTree Processes { get; }

    /// <summary>Starts it with settings and waits until it listens.</summary>
    /// <returns>From the command to the first connection that it accepts.</returns>
    Task<TimeSpan> StartAsync(Profile profile, CancellationToken cancellationToken);

    /// <summary>Puts other settings in force and waits until clients meet them.</summary>
    Task UseAsync(Profile profile, CancellationToken cancellationToken);

    /// <summary>Stops it.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
