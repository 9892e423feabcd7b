using System.Threading.RateLimiting;

namespace AdminPanel.Web.Account;

/// <summary>At most ten posted forms of <c>/account</c> a minute from one address: guessing passwords or set-up tokens must not be quick.</summary>
internal static class SignInLimit
{
    public const int PerMinute = 10;

    public static IServiceCollection AddSignInLimit(this IServiceCollection services) => services.AddRateLimiter(static options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = static async (context, cancellation) =>
            await context.HttpContext.Response.WriteAsync("Too many tries. Wait a minute, then go back and try again.", cancellation);
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(static context =>
            HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments("/account") && !context.Request.Path.StartsWithSegments("/account/sign-out")
                ? RateLimitPartition.GetFixedWindowLimiter(
                    context.Connection.RemoteIpAddress?.ToString() ?? "unknown",
                    static _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) })
                : RateLimitPartition.GetNoLimiter(""));
    });
}
