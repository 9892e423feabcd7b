using System.Text.Json;
using System.Text.Json.Nodes;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <summary>
/// Brings two edits of the same settings together: whatever only one side changed is taken from that side; where both changed the
/// same value, ours wins. List items are matched by identity, so an entry somebody else added stays. Pure.
/// </summary>
internal static class SettingsMerge
{
    /// <summary>What <paramref name="ours"/> changed since <paramref name="ancestor"/>, applied to <paramref name="theirs"/>.</summary>
    public static ScreeningSettings Merge(ScreeningSettings ancestor, ScreeningSettings ours, ScreeningSettings theirs) =>
        Merge(ancestor, ours, theirs, new HashSet<string>());

    /// <summary>The same, where theirs wins at the paths in <paramref name="takeTheirs"/> and below them.</summary>
    public static ScreeningSettings Merge(ScreeningSettings ancestor, ScreeningSettings ours, ScreeningSettings theirs, IReadOnlySet<string> takeTheirs)
    {
        if (takeTheirs.Count > 0) ours = Yield(ours, theirs, takeTheirs);
        var merged = MergeNode(ToNode(ancestor), ToNode(ours), ToNode(theirs));
        return SettingsJson.Deserialize(merged!.ToJsonString());
    }

    /// <summary><paramref name="ours"/> with their value at each of the paths.</summary>
    private static ScreeningSettings Yield(ScreeningSettings ours, ScreeningSettings theirs, IReadOnlySet<string> paths)
    {
        foreach (var field in SettingFields.All.Where(f => paths.Contains(f.Path))) ours = field.Write(ours, field.Read(theirs)) ?? ours;
        var (mine, other) = (ToNode(ours)!, ToNode(theirs)!);
        foreach (var (list, prefix) in (IEnumerable<(string[], string)>)[(["Access", "Entries"], "Access.Entries["), (["Access", "MyNetworks"], "Access.MyNetworks["), (["Dnsbl", "Sites"], "Dnsbl.Sites[")])
        {
            var items = paths.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            if (items.Count == 0) continue;
            mine[list[0]]![list[1]] = YieldItems(mine[list[0]]![list[1]]!.AsArray(), other[list[0]]![list[1]]!.AsArray(), items, prefix);
        }

        return SettingsJson.Deserialize(mine.ToJsonString());
    }

    private static JsonArray YieldItems(JsonArray ours, JsonArray theirs, List<string> paths, string prefix)
    {
        var other = Keyed(theirs);
        var result = new JsonArray();
        foreach (var (key, item) in Keyed(ours))
        {
            var path = $"{prefix}{key.TrimEnd('=')}]";
            var whole = paths.Contains(path);
            if (!other.TryGetValue(key, out var theirItem))
            {
                if (!whole) result.Add(item.DeepClone());
                continue;
            }

            var taken = (whole ? theirItem : item).DeepClone();
            if (!whole && taken is JsonObject target)
            {
                foreach (var property in paths.Where(p => p.StartsWith($"{path}.", StringComparison.Ordinal)).Select(p => p[(path.Length + 1)..]))
                    target[property] = theirItem[property]?.DeepClone();
            }

            result.Add(taken);
        }

        foreach (var (key, item) in other)
        {
            if (paths.Contains($"{prefix}{key.TrimEnd('=')}]") && !Keyed(ours).ContainsKey(key)) result.Add(item.DeepClone());
        }

        return result;
    }

    private static JsonNode? ToNode(ScreeningSettings settings) => JsonSerializer.SerializeToNode(settings, SettingsJson.Options);

    private static JsonNode? MergeNode(JsonNode? ancestor, JsonNode? ours, JsonNode? theirs)
    {
        if (JsonNode.DeepEquals(ancestor, ours)) return theirs?.DeepClone();
        if (JsonNode.DeepEquals(ancestor, theirs)) return ours?.DeepClone();
        return (ours, theirs) switch
        {
            (JsonObject o, JsonObject t) => MergeObject(ancestor as JsonObject, o, t),
            (JsonArray o, JsonArray t) => MergeArray(ancestor as JsonArray ?? [], o, t),
            _ => ours?.DeepClone(),
        };
    }

    private static JsonObject MergeObject(JsonObject? ancestor, JsonObject ours, JsonObject theirs)
    {
        var merged = new JsonObject();
        foreach (var name in ours.Select(p => p.Key).Union(theirs.Select(p => p.Key)))
            merged[name] = MergeNode(ancestor?[name], ours[name], theirs[name]);
        return merged;
    }

    private static JsonArray MergeArray(JsonArray ancestor, JsonArray ours, JsonArray theirs)
    {
        var (was, mine, other) = (Keyed(ancestor), Keyed(ours), Keyed(theirs));
        var moved = !mine.Keys.Where(was.ContainsKey).SequenceEqual(was.Keys.Where(mine.ContainsKey));
        var (lead, follow) = moved ? (mine, other) : (other, mine);

        // Both sides' additions and everything neither side removed, in the order of the side that sorted last.
        var order = lead.Keys.Where(Stays).ToList();
        var added = follow.Keys.Where(k => !lead.ContainsKey(k) && Stays(k)).ToList();
        var followOrder = follow.Keys.ToList();
        foreach (var key in added)
        {
            var before = followOrder.Take(followOrder.IndexOf(key)).Reverse().FirstOrDefault(order.Contains);
            order.Insert(before is null ? 0 : order.IndexOf(before) + 1, key);
        }

        var merged = new JsonArray();
        foreach (var key in order)
        {
            var item = mine.TryGetValue(key, out var o) && other.TryGetValue(key, out var t)
                ? MergeNode(was.GetValueOrDefault(key), o, t)
                : (mine.GetValueOrDefault(key) ?? other[key]).DeepClone();
            merged.Add(item);
        }

        return merged;

        bool Stays(string key) => !was.ContainsKey(key) || (mine.ContainsKey(key) && (other.ContainsKey(key) || !JsonNode.DeepEquals(was[key], mine[key])))
            || (!mine.ContainsKey(key) && other.ContainsKey(key) && !JsonNode.DeepEquals(was[key], other[key]));
    }

    private static OrderedDictionary<string, JsonNode> Keyed(JsonArray array)
    {
        var keyed = new OrderedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var item in array)
        {
            if (item is null) continue;
            var identity = Identity(item);
            var key = identity;
            for (var n = 2; keyed.ContainsKey(key); n++) key = $"{identity}#{n}";
            keyed.Add(key, item);
        }

        return keyed;
    }

    private static string Identity(JsonNode item) => item is not JsonObject o
        ? item.ToJsonString()
        : o["Id"]?.ToString() ?? (o["Zone"] is { } zone ? $"{zone}={o["Filter"]}" : o["Pattern"]?.ToString() ?? o.ToJsonString());
}
