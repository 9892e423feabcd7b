using System.Xml.Linq;
using AdminPanel.Screening.Settings;
using AdminPanel.Testing;
using Xunit;

namespace AdminPanel.Screening.Tests.Structure;

/// <summary>Arrows between projects point down only, and the engine stays free of ASP.NET, EF Core and Serilog.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["AdminPanel.Screening"] = [],
        ["AdminPanel.Postfix"] = ["AdminPanel.Screening"],
        ["AdminPanel.Store"] = ["AdminPanel.Screening"],
        ["AdminPanel.Migrations.Sqlite"] = ["AdminPanel.Store"],
        ["AdminPanel.Migrations.Npgsql"] = ["AdminPanel.Store"],
        ["AdminPanel.Web"] = ["AdminPanel.Postfix", "AdminPanel.Screening", "AdminPanel.Store", "AdminPanel.Migrations.Sqlite", "AdminPanel.Migrations.Npgsql"],
    };

    private static readonly string[] EnginePackages = ["DnsClient", "Microsoft.Extensions.Logging.Abstractions"];

    [Fact]
    public void ProjectReferences_OfEveryProductProject_PointDownOnly()
    {
        var wrong = ProductProjects()
            .SelectMany(project => References(project, "ProjectReference").Select(reference => (From: Name(project), To: Name(reference))))
            .Where(arrow => !AllowedProjects.TryGetValue(arrow.From, out var allowed) || !allowed.Contains(arrow.To))
            .Select(arrow => $"{arrow.From} -> {arrow.To}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void ProductProjects_OnDisk_AreAllKnown() =>
        Assert.Empty(ProductProjects().Select(Name).Except(AllowedProjects.Keys));

    [Fact]
    public void EngineAssembly_References_OnlyTheBaseLibraryLoggingAndDnsClient()
    {
        var project = RepositoryRoot.Combine("src", "AdminPanel.Screening", "AdminPanel.Screening.csproj");
        var foreign = typeof(ScreeningSettings).Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name is not ("netstandard" or "mscorlib" or "Microsoft.CSharp"))
            .Except(EnginePackages);

        Assert.Empty(foreign);
        Assert.Empty(References(project, "FrameworkReference"));
        Assert.Empty(References(project, "PackageReference").Except(EnginePackages));
    }

    [Fact]
    public void StoreAndPostfix_Reference_NoDatabaseProvider()
    {
        var packages = new[] { "AdminPanel.Store", "AdminPanel.Postfix" }
            .SelectMany(name => References(RepositoryRoot.Combine("src", name, name + ".csproj"), "PackageReference"));

        Assert.DoesNotContain(packages, package => package.EndsWith(".Sqlite", StringComparison.Ordinal) || package.Contains("Npgsql", StringComparison.Ordinal));
    }

    private static IEnumerable<string> ProductProjects() =>
        new[] { "src", "migrations" }.SelectMany(folder => Directory.EnumerateFiles(RepositoryRoot.Combine(folder), "*.csproj", SearchOption.AllDirectories));

    private static IEnumerable<string> References(string project, string element) =>
        XDocument.Load(project).Descendants(element).Select(reference => reference.Attribute("Include")?.Value).OfType<string>();

    private static string Name(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
