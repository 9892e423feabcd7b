using System.Diagnostics.CodeAnalysis;

namespace AdminPanel.Postfix.Maillog;

/// <summary>A dictionary that forgets its oldest entries: a log has no end, and not every beginning has one either. Not thread-safe.</summary>
internal sealed class BoundedMap<TKey, TValue>(int limit)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _values = [];
    private readonly Queue<TKey> _order = new();

    public void Set(TKey key, TValue value)
    {
        if (!_values.ContainsKey(key)) _order.Enqueue(key);
        _values[key] = value;
        while (_order.Count > limit) _values.Remove(_order.Dequeue());
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    /// <summary>Takes it out; its place in the order is used up by the limit later.</summary>
    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.Remove(key, out value);
}
