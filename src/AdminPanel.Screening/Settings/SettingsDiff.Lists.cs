using System.Collections.Immutable;

namespace AdminPanel.Screening.Settings;

public static partial class SettingsDiff
{
    private const int ShownInOrder = 12;

    /// <summary>
    /// Pairs the items of two lists by <paramref name="key"/>; the second of two equal keys pairs with the second, so duplicates
    /// survive. Pairs come in the order of <paramref name="after"/>, removed items first.
    /// </summary>
    private static List<(T? Old, T? New)> Pair<T>(ImmutableArray<T> before, ImmutableArray<T> after, Func<T, string> key)
        where T : class
    {
        var waiting = new Dictionary<string, Queue<T>>(StringComparer.Ordinal);
        foreach (var item in before)
        {
            if (!waiting.TryGetValue(key(item), out var queue)) waiting[key(item)] = queue = new();
            queue.Enqueue(item);
        }

        List<(T? Old, T? New)> kept = [];
        foreach (var item in after)
            kept.Add((waiting.TryGetValue(key(item), out var queue) && queue.TryDequeue(out var old) ? old : null, item));

        var left = waiting.Values.SelectMany(queue => queue).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. before.Where(left.Contains).Select(item => ((T?)item, (T?)null)), .. kept];
    }

    /// <summary>Reports a new order of the items that both lists have, cut to the part that moved.</summary>
    private static void CompareOrder<T>(
        ImmutableArray<SettingsChange>.Builder changes, string path, ImmutableArray<T> before, List<(T? Old, T? New)> pairs, Func<T, string> name)
        where T : class
    {
        var partner = new Dictionary<T, T>(ReferenceEqualityComparer.Instance);
        foreach (var (old, now) in pairs)
        {
            if (old is not null && now is not null) partner[old] = now;
        }

        var oldOrder = before.Where(partner.ContainsKey).Select(item => partner[item]).ToList();
        var newOrder = pairs.Where(pair => pair is { Old: not null, New: not null }).Select(pair => pair.New!).ToList();
        var first = 0;
        while (first < oldOrder.Count && ReferenceEquals(oldOrder[first], newOrder[first])) first++;
        if (first == oldOrder.Count) return;
        var last = oldOrder.Count - 1;
        while (ReferenceEquals(oldOrder[last], newOrder[last])) last--;
        changes.Add(new(path, Names(oldOrder, first, last, name), Names(newOrder, first, last, name)));
    }

    private static string Names<T>(List<T> items, int first, int last, Func<T, string> name)
    {
        var count = last - first + 1;
        var shown = string.Join(", ", items.GetRange(first, Math.Min(count, ShownInOrder)).Select(name));
        return count > ShownInOrder ? $"{shown} and {count - ShownInOrder} more" : shown;
    }
}
