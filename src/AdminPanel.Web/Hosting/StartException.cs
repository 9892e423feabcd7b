using System.Collections.Immutable;

namespace AdminPanel.Web.Hosting;

/// <summary>The program cannot start for reasons an administrator can mend; each is printed in one line, without a stack trace.</summary>
public sealed class StartException(ImmutableArray<string> problems) : Exception(string.Join("; ", problems))
{
    /// <summary>One problem.</summary>
    public StartException(string problem)
        : this([problem])
    {
    }

    /// <summary>What has to be mended, one sentence each.</summary>
    public ImmutableArray<string> Problems { get; } = problems;
}
