using System.Net;
using AdminPanel.Screening.AccessLists;

namespace AdminPanel.Screening.LookupTables;

/// <summary>
/// A lookup table whose file may be edited while the engine runs. Look-ups never touch the disk: they ask what was read last. An edit
/// that cannot be read keeps the last good content and says so in <see cref="Trouble"/>. Thread-safe.
/// </summary>
public sealed class LiveTable : IAddressTable
{
    private const long LargestFile = 64 << 20;
    private readonly LookupTableName _name;
    private readonly Lock _reading = new();
    private volatile LookupTable? _table;
    private volatile string? _trouble;
    private (DateTime Written, long Length)? _stamp;

    internal LiveTable(LookupTableName name)
    {
        _name = name;
        Look();
    }

    /// <summary>Raised after the file was read again, on the reading thread.</summary>
    internal event Action<LiveTable>? Read;

    /// <summary><c>type:path</c>, or <c>type:{…}</c> for an inline table.</summary>
    public string Name => _name.ToString();

    /// <summary>What is wrong with the file as it is now; null when all of it is in use.</summary>
    public string? Trouble => _trouble;

    internal bool IsFile => _name.IsFile && _name.Type is not ("static" or "inline");

    /// <summary>Asks for <paramref name="key"/>.</summary>
    public LookupAnswer Find(string key)
    {
        var answer = _table?.Find(key) ?? LookupAnswer.Failure;
        return answer.Failed ? new(null, Name) : answer;
    }

    /// <inheritdoc/>
    AddressTableAnswer IAddressTable.Find(IPAddress address)
    {
        var answer = Find(AddressText.Of(address));
        return new(answer.Value, answer.Failed);
    }

    /// <summary>Reads the file again when it changed.</summary>
    internal void Look()
    {
        lock (_reading)
        {
            if (!IsFile)
            {
                if (_table is null) Take("");
                return;
            }

            try
            {
                var file = new FileInfo(_name.Argument);
                (DateTime, long)? stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
                if (stamp is not null && stamp == _stamp) return;
                _stamp = stamp;
                if (stamp is null) Keep($"{_name.Argument}: No such file");
                else if (file.Length > LargestFile) Keep($"{_name.Argument} is larger than 64 MB");
                else Take(File.ReadAllText(_name.Argument));
                // Two edits within one tick of the file system's clock look alike; look again until it is past.
                if (DateTime.UtcNow - file.LastWriteTimeUtc < TimeSpan.FromSeconds(2)) _stamp = null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                _stamp = null;
                Keep($"{_name.Argument}: {e.Message}");
            }
        }

        Read?.Invoke(this);
    }

    private void Take(string text)
    {
        List<FileFinding> problems = [];
        var table = LookupTable.Read(_name, text, problems);
        if (problems.Count == 0 || _table is null) _table = table;
        _trouble = problems.Count == 0 ? null
            : $"{problems[0]}{(problems.Count > 1 ? $" And {problems.Count - 1} more." : "")} {(_table == table ? "The other rules are in use." : "The table as it was before is still in use.")}";
    }

    private void Keep(string reason) =>
        _trouble = _table is null
            ? $"{reason}. {_name} cannot be asked{(_name.IsIndexed ? "; it is read from the text it is built from" : "")}."
            : $"{reason}. The table as it was before is still in use.";
}
