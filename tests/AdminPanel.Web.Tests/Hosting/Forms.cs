using System.Text.RegularExpressions;

namespace AdminPanel.Web.Tests.Hosting;

/// <summary>Fills in the plain HTML forms of account pages as a browser does: hidden fields and all.</summary>
internal static partial class Forms
{
    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var page = await client.GetStringAsync(path, cancellationToken);
        foreach (Match hidden in HiddenField().Matches(page)) fields.TryAdd(hidden.Groups[1].Value, hidden.Groups[2].Value);
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(path, content, cancellationToken);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
