using System.Text.RegularExpressions;
using AdminPanel.Screening.Settings;
using AdminPanel.Testing;
using Xunit;

namespace AdminPanel.Screening.Tests.Structure;

/// <summary>The engine's rooms touch only the rooms that the table in docs/architecture.md allows.</summary>
public sealed partial class RoomTests
{
    private static readonly Dictionary<string, string[]> MayTouch = new()
    {
        ["Settings"] = ["AccessLists", "Dnsbl", "LookupTables"],
        ["LookupTables"] = ["AccessLists"],
        ["AccessLists"] = [],
        ["Dnsbl"] = [],
        ["Verdicts"] = [],
        ["Allowlist"] = ["Settings", "Verdicts"],
        ["Checks"] = ["Settings", "AccessLists", "LookupTables", "Dnsbl", "Allowlist", "Verdicts"],
        ["ProtocolEngine"] = ["Settings", "LookupTables", "Checks", "Verdicts"],
        ["Handoff"] = ["Settings", "Verdicts"],
        ["Sessions"] = ["Settings", "AccessLists", "Dnsbl", "Verdicts", "Allowlist", "Checks", "ProtocolEngine", "Handoff"],
        ["Listening"] = ["Sessions", "Settings", "Verdicts", "Allowlist", "Checks", "Dnsbl", "Handoff", "ProtocolEngine"],
        ["Replay"] = ["Settings", "AccessLists", "Dnsbl", "Verdicts", "Allowlist", "Checks", "Sessions"],
        ["Maillog"] = ["Verdicts", "Settings"],
        ["Diagnostics"] = ["Verdicts", "Settings"],
    };

    private static readonly string Engine = RepositoryRoot.Combine("src", "AdminPanel.Screening");

    public static TheoryData<string> Rooms() => [.. MayTouch.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_SourceFiles_TouchOnlyAllowedRooms(string room)
    {
        var folder = Path.Combine(Engine, room);
        if (!Directory.Exists(folder)) return;

        var wrong = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => RoomsNamedIn(file, room).Select(other => $"{room} uses {other} in {Path.GetFileName(file)}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Folders_OfTheEngine_AreAllRooms()
    {
        var folders = Directory.EnumerateDirectories(Engine).Select(folder => Path.GetFileName(folder)!).Except(["bin", "obj"]);

        Assert.Empty(folders.Except(MayTouch.Keys));
    }

    [Fact]
    public void Types_OfTheEngine_LieInTheNamespaceOfTheirRoom()
    {
        var stray = typeof(ScreeningSettings).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("AdminPanel.Screening", StringComparison.Ordinal) == true)
            .Where(type => !MayTouch.ContainsKey(Room(type)))
            .Select(type => type.FullName);

        Assert.Empty(stray);
    }

    private static IEnumerable<string> RoomsNamedIn(string file, string room)
    {
        var code = string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
        var full = FullName().Matches(code).Select(match => match.Groups[1].Value);
        // Inside AdminPanel.Screening.X a type of another room can be named as Room.Type without a using.
        var relative = RelativeName().Matches(code)
            .Where(match => TypeNames.Contains((match.Groups[1].Value, match.Groups[2].Value)))
            .Select(match => match.Groups[1].Value);
        return full.Concat(relative).Where(MayTouch.ContainsKey).Distinct().Where(other => other != room && !MayTouch[room].Contains(other));
    }

    private static readonly HashSet<(string Room, string Type)> TypeNames =
        [.. typeof(ScreeningSettings).Assembly.GetTypes().Where(type => type.Namespace is not null).Select(type => (Room(type), type.Name))];

    private static string Room(Type type) => type.Namespace!.Split('.') is [_, _, var room, ..] ? room : "";

    [GeneratedRegex(@"AdminPanel\.Screening\.([A-Za-z]+)")]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?<![\w.])([A-Z][A-Za-z]+)\.([A-Z][A-Za-z]+)")]
    private static partial Regex RelativeName();
}
