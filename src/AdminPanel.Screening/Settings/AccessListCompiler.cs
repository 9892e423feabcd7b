using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.LookupTables;

namespace AdminPanel.Screening.Settings;

/// <summary>Turns <see cref="AccessSettings"/> into the tables that sessions ask. Stateless; a pattern that cannot be read throws <see cref="ArgumentException"/> with its path.</summary>
internal static class AccessListCompiler
{
    /// <summary>The access list.</summary>
    public static AccessList Compile(AccessSettings settings, LookupTableFiles? files = null)
    {
        var steps = settings.Entries.Select((entry, i) => Step(entry, $"Access.Entries[{i}]", files ?? LookupTableFiles.Shared));
        return new AccessList([.. steps], Networks(settings.MyNetworks.Select(static n => n.Pattern), "Access.MyNetworks"));
    }

    /// <summary>The server addresses on which allowlist status can be earned; null means all.</summary>
    public static AddressMatchItems? CompileAllowlistInterfaces(AccessSettings settings, LookupTableFiles? files = null) => settings.AllowlistInterfaces.IsEmpty
        ? null
        : new AddressMatchItems([.. settings.AllowlistInterfaces.Select((item, i) => Item(item, $"Access.AllowlistInterfaces[{i}]", files ?? LookupTableFiles.Shared))]);

    private static AddressMatchItem Item(string text, string path, LookupTableFiles files)
    {
        if (!LookupTableReference.TryParse(text, out var table, out var negated)) return new(Read(text, path), null, false);
        return new(null, files.Open(table), negated);
    }

    private static AddressMatchList Networks(IEnumerable<string> patterns, string path) =>
        new([.. patterns.Select((pattern, i) => Read(pattern, $"{path}[{i}]"))]);

    private static AccessStep Step(AccessEntry entry, string path, LookupTableFiles files) => new()
    {
        EntryId = entry.Id,
        Pattern = entry.Kind == AccessEntryKind.Pattern ? Read(entry.Pattern, $"{path}.Pattern") : null,
        MyNetworks = entry.Kind == AccessEntryKind.MyNetworks,
        Within = [.. entry.Within.Select((pattern, i) => Read(pattern, $"{path}.Within[{i}]"))],
        Action = entry.Kind == AccessEntryKind.MyNetworks ? AccessAction.Permit : entry.Action,
        Table = entry.Table,
        Lookup = entry.Kind == AccessEntryKind.Table ? LookupTableReference.Open(files, entry.Pattern) : null,
        Reason = entry.Reason,
        Expires = entry.Expires,
    };

    private static AddressPattern Read(string text, string path) =>
        AddressPattern.TryParse(text, out var pattern, out var error) ? pattern : throw new ArgumentException($"{path}: {error}");
}
