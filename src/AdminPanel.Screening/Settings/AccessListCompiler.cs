using AdminPanel.Screening.AccessLists;

namespace AdminPanel.Screening.Settings;

/// <summary>Turns <see cref="AccessSettings"/> into the tables that sessions ask. Stateless; a pattern that cannot be read throws <see cref="ArgumentException"/> with its path.</summary>
internal static class AccessListCompiler
{
    /// <summary>The access list.</summary>
    public static AccessList Compile(AccessSettings settings)
    {
        var steps = settings.Entries.Select(static (entry, i) => Step(entry, $"Access.Entries[{i}]"));
        return new AccessList([.. steps], Networks(settings.MyNetworks.Select(static n => n.Pattern), "Access.MyNetworks"));
    }

    /// <summary>The server addresses on which allowlist status can be earned; null means all.</summary>
    public static AddressMatchList? CompileAllowlistInterfaces(AccessSettings settings) =>
        settings.AllowlistInterfaces.IsEmpty ? null : Networks(settings.AllowlistInterfaces, "Access.AllowlistInterfaces");

    private static AddressMatchList Networks(IEnumerable<string> patterns, string path) =>
        new([.. patterns.Select((pattern, i) => Read(pattern, $"{path}[{i}]"))]);

    private static AccessStep Step(AccessEntry entry, string path) => new()
    {
        EntryId = entry.Id,
        Pattern = entry.Kind == AccessEntryKind.Pattern ? Read(entry.Pattern, $"{path}.Pattern") : null,
        MyNetworks = entry.Kind == AccessEntryKind.MyNetworks,
        Within = [.. entry.Within.Select((pattern, i) => Read(pattern, $"{path}.Within[{i}]"))],
        Action = entry.Kind == AccessEntryKind.MyNetworks ? AccessAction.Permit : entry.Action,
        Table = entry.Table,
        Reason = entry.Reason,
        Expires = entry.Expires,
    };

    private static AddressPattern Read(string text, string path) =>
        AddressPattern.TryParse(text, out var pattern, out var error) ? pattern : throw new ArgumentException($"{path}: {error}");
}
