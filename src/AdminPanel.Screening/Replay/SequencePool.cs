namespace AdminPanel.Screening.Replay;

/// <summary>Keeps equal sequences of numbers once and names them by an index from 0. Not thread-safe; a <see cref="Frozen"/> copy is.</summary>
internal sealed class SequencePool
{
    private int[] _numbers = new int[256];
    private int[] _starts = new int[64];
    private int[] _slots = NewSlots(128);
    private int _count;

    /// <summary>Number of different sequences.</summary>
    public int Count => _count;

    /// <summary>What is here now; later additions do not change it.</summary>
    public FrozenSequences Frozen => new(_numbers, _starts, _count);

    /// <summary>The index of <paramref name="sequence"/>, new or known.</summary>
    public int Intern(ReadOnlySpan<int> sequence)
    {
        var slot = Find(sequence);
        if (_slots[slot] >= 0) return _slots[slot];
        if (_count + 2 > _starts.Length) Array.Resize(ref _starts, _starts.Length * 2);
        var start = _starts[_count];
        if (start + sequence.Length > _numbers.Length) Array.Resize(ref _numbers, Math.Max(_numbers.Length * 2, start + sequence.Length));
        sequence.CopyTo(_numbers.AsSpan(start));
        _starts[_count + 1] = start + sequence.Length;
        _slots[slot] = _count++;
        if (_count * 2 > _slots.Length) Rehash();
        return _count - 1;
    }

    private ReadOnlySpan<int> At(int index) => _numbers.AsSpan(_starts[index].._starts[index + 1]);

    private int Find(ReadOnlySpan<int> sequence)
    {
        var slot = Hash(sequence) & (_slots.Length - 1);
        while (_slots[slot] >= 0 && !At(_slots[slot]).SequenceEqual(sequence)) slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }

    private void Rehash()
    {
        _slots = NewSlots(_slots.Length * 2);
        for (var i = 0; i < _count; i++) _slots[Find(At(i))] = i;
    }

    private static int[] NewSlots(int length)
    {
        var slots = new int[length];
        Array.Fill(slots, -1);
        return slots;
    }

    private static int Hash(ReadOnlySpan<int> sequence)
    {
        var hash = 17u;
        foreach (var number in sequence) hash = (hash ^ (uint)number) * 0x9E3779B1u;
        return (int)(hash ^ (hash >> 15));
    }
}

/// <summary>Sequences by index. Thread-safe.</summary>
internal readonly struct FrozenSequences(int[] numbers, int[] starts, int count)
{
    /// <summary>Number of sequences.</summary>
    public int Count => count;

    /// <summary>The sequence with an index.</summary>
    public ReadOnlySpan<int> this[int index] => numbers.AsSpan(starts[index], starts[index + 1] - starts[index]);
}
