using AdminPanel.Benchmarks.Crowd;

namespace AdminPanel.Benchmarks.Measuring;

/// <summary>A process with all its descendants, as /proc shows them. Linux only.</summary>
internal sealed class ProcessTree(int root)
{
    private static readonly long s_ticksPerSecond = 100;

    /// <summary>
    /// Processor time of everything that runs or ran in the tree. Ended children count through the parent that waited for them, so that
    /// helpers that come and go are not lost.
    /// </summary>
    public TimeSpan ProcessorTime()
    {
        long nanoseconds = 0;
        foreach (var (id, stat) in Members())
        {
            // Fields 14 to 17 of proc(5), two of which come before the list: its own, and that of the children it waited for. One that
            // ended and is not waited for yet has no clock any more.
            long Ticks(int first) => (long.Parse(stat[first]) + long.Parse(stat[first + 1])) * (1_000_000_000 / s_ticksPerSecond);
            nanoseconds += (stat[0] != "Z" && Libc.ProcessorTime(id) is var own and >= 0 ? own : Ticks(11)) + Ticks(13);
        }

        return TimeSpan.FromTicks(nanoseconds / 100);
    }

    /// <summary>Resident memory of the tree in bytes; of the processes of one name only when it is given.</summary>
    public long ResidentMemory(string? program = null)
    {
        long pages = 0;
        foreach (var (id, _) in Members())
        {
            if (program is not null && Read($"/proc/{id}/comm").Trim() != program) continue;
            var fields = Read($"/proc/{id}/statm").Split(' ');
            if (fields.Length > 1) pages += long.Parse(fields[1]);
        }

        return pages * Environment.SystemPageSize;
    }

    /// <summary>How many processes of a name run.</summary>
    public int Count(string program) => Members().Count(member => Read($"/proc/{member.Id}/comm").Trim() == program);

    private List<(int Id, string[] Stat)> Members()
    {
        var all = new Dictionary<int, string[]>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            var text = Read($"/proc/{id}/stat");
            // The program's name, in parentheses, may hold spaces.
            if (text.LastIndexOf(')') is var end and > 0) all[id] = text[(end + 2)..].Split(' ');
        }

        List<(int, string[])> members = [];
        if (all.TryGetValue(root, out var first)) members.Add((root, first));
        for (var i = 0; i < members.Count; i++)
        {
            foreach (var (id, stat) in all)
            {
                if (stat[1] == members[i].Item1.ToString()) members.Add((id, stat));
            }
        }

        return members;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The process ended while it was looked at.
            return "";
        }
    }
}
