using System.Text.RegularExpressions;

namespace AdminPanel.Web.Tests.Hosting;

/// <summary>Fills in the plain HTML forms of account pages as a browser does: hidden fields and all.</summary>
internal static partial class Forms
{
    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        // The first form of the page.
        var page = await client.GetStringAsync(path, cancellationToken);
        if (page.IndexOf("</form>", StringComparison.Ordinal) is var end and > 0) page = page[..end];
        foreach (Match hidden in HiddenField().Matches(page)) fields.TryAdd(hidden.Groups[1].Value, hidden.Groups[2].Value);
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(path, content, cancellationToken);
    }

    /// <summary>The same on a page with several forms: posts the one named <paramref name="form"/>.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(HttpClient client, string path, string form, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var page = await client.GetStringAsync(path, cancellationToken);
        fields["_handler"] = form;
        fields["__RequestVerificationToken"] = HiddenField().Matches(page).First(static field => field.Groups[1].Value == "__RequestVerificationToken").Groups[2].Value;
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(path, content, cancellationToken);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
