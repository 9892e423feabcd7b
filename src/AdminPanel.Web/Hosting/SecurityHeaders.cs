using System.Security.Cryptography;

namespace AdminPanel.Web.Hosting;

/// <summary>Headers that keep the panel out of frames, its scripts its own and its addresses to itself.</summary>
internal static class SecurityHeaders
{
    private const string NonceKey = "script-nonce";

    /// <summary>The nonce that this response's inline scripts carry.</summary>
    public static string ScriptNonce(this HttpContext context)
    {
        if (context.Items[NonceKey] is string nonce) return nonce;
        nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[NonceKey] = nonce;
        return nonce;
    }

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // On TLS, here or at the web server in front; the browser then insists on it for a year.
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";

        // MudBlazor sets styles on elements; scripts are files of our own, and the import map.
        headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self' 'nonce-{context.ScriptNonce()}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        return next(context);
    });
}
