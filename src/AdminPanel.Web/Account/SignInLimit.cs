using System.Threading.RateLimiting;

namespace AdminPanel.Web.Account;

/// <summary>
/// At most ten posted forms of <c>/account</c> a minute by strangers from one address for one name: guessing passwords or set-up tokens must not be
/// quick. A ceiling for the address alone stops guessing over many names; it is wide, because a proxy that is not among
/// <c>KnownProxies</c> makes everybody look like one address.
/// </summary>
internal static class SignInLimit
{
    public const int PerMinute = 10;

    public const int PerAddressAndMinute = 120;

    private const int NameLength = 256;
    private static readonly object NameKey = new();

    public static IServiceCollection AddSignInLimit(this IServiceCollection services) => services.AddRateLimiter(static options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = static async (context, cancellation) =>
            await context.HttpContext.Response.WriteAsync("Too many tries. Wait a minute, then go back and try again.", cancellation);
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            Limiter(PerMinute, static context => context.User.Identity?.IsAuthenticated == true ? null : $"{Address(context)} {context.Items[NameKey]}"),
            Limiter(PerAddressAndMinute, Address));
    });

    /// <summary>Limits posted forms. Reads the name first, because the limiter itself cannot wait for the request's body.</summary>
    public static void UseSignInLimit(this IApplicationBuilder app)
    {
        app.Use(static async (context, next) =>
        {
            if (IsLimited(context)) context.Items[NameKey] = await NameAsync(context.Request);
            await next(context);
        });
        app.UseRateLimiter();
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(int permits, Func<HttpContext, string?> partition) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => IsLimited(context) && partition(context) is { } key
            ? RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter(""));

    private static bool IsLimited(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments("/account")
        && !context.Request.Path.StartsWithSegments(AccountComposition.SignOutPath) && !context.Request.Path.StartsWithSegments(AccountComposition.AlivePath);

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private static async Task<string> NameAsync(HttpRequest request)
    {
        if (!request.HasFormContentType) return "";
        try
        {
            var name = (await request.ReadFormAsync(request.HttpContext.RequestAborted))["Form.Name"].ToString().Trim().ToUpperInvariant();
            return name.Length > NameLength ? name[..NameLength] : name;
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            // Not a form after all; what comes next refuses it.
            return "";
        }
    }
}
