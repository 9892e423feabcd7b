using System.Net;
using AdminPanel.Store.Audit;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace AdminPanel.Web.Account;

/// <summary>The address this circuit's browser came from, for the audit. Scoped; filled by the root component, which the server itself rendered.</summary>
public sealed class ClientOrigin
{
    /// <summary>The address; null before the circuit started.</summary>
    public string? Current { get; set; }

    /// <summary>The address of a request, IPv4 written as such; null when there is none.</summary>
    public static string? Address(HttpContext? context) => context?.Connection.RemoteIpAddress switch
    {
        null => null,
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        IPAddress address => address.ToString(),
    };
}

/// <summary>Puts the browser's address around everything a circuit does for it.</summary>
internal sealed class OriginOfCircuit(ClientOrigin origin) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        AuditOrigin.Current = origin.Current;
        return next(context);
    };
}

/// <summary>The same for plain requests.</summary>
internal static class OriginOfRequest
{
    public static void UseAuditOrigin(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        AuditOrigin.Current = ClientOrigin.Address(context);
        return next(context);
    });
}
