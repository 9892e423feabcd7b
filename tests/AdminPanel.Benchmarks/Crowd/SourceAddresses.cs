namespace AdminPanel.Benchmarks.Crowd;

/// <summary>Loopback addresses that no client used before: listed ones from 127.64.0.0/10, clean ones from 127.128.0.0/10. One thread.</summary>
internal sealed class SourceAddresses
{
    private uint _listed = 0x7F40_0001;
    private uint _clean = 0x7F80_0001;

    /// <summary>The entries of a list that names every listed address.</summary>
    public static string[] ListedEntries { get; } = [.. Enumerable.Range(64, 64).Select(static octet => $"127.{octet}.0.0/16")];

    /// <summary>So many fresh addresses that the lists name.</summary>
    public Func<int, uint> Listed(int count) => Take(ref _listed, count);

    /// <summary>So many fresh addresses that no list names.</summary>
    public Func<int, uint> Clean(int count) => Take(ref _clean, count);

    private static Func<int, uint> Take(ref uint next, int count)
    {
        var first = next;
        next += (uint)count;
        return index => first + (uint)index;
    }
}
