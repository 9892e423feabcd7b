namespace AdminPanel.Web.Commands;

/// <summary>How commands speak: results to standard output, problems to standard error, one a line.</summary>
internal static class CommandOutput
{
    /// <summary>Prints every problem; returns the exit code of a refusal.</summary>
    public static int Refuse(string headline, IEnumerable<string> problems)
    {
        Console.Error.WriteLine(headline);
        foreach (var problem in problems) Console.Error.WriteLine($"  {problem}");
        return 1;
    }
}
