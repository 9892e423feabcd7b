using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Access;

/// <summary>The networks of <c>mynetworks</c>. Several can be added at once, separated by blanks or commas; what is refused stays in the field.</summary>
public sealed partial class MyNetworks
{
    private string _pattern = "";
    private string _note = "";
    private string? _edited;
    private string _changed = "";
    private string _changedNote = "";
    private bool _asked;
    private ScreeningSettings? _seen;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private AccessSettings Access => Session.Settings.Access;

    private string[] Typed => _pattern.Split((char[])[' ', ',', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private IEnumerable<string> Complaints => Typed.Length == 0 ? ["Write an address or a network, such as 192.0.2.0/24."] : Typed.Select(p => Complaint(p, null)).OfType<string>();

    private string? Complaint(string pattern, string? present)
    {
        pattern = pattern.Trim();
        if (pattern != present && Access.MyNetworks.Any(n => n.Pattern == pattern)) return $"{pattern} is there already.";
        var trial = new ScreeningSettings { Access = new AccessSettings { MyNetworks = [new NetworkEntry { Pattern = pattern }] } };
        return SettingsRules.Check(trial).FirstOrDefault(p => p.Severity == ProblemSeverity.Error && p.Path.StartsWith("Access.MyNetworks", StringComparison.Ordinal))?.Message;
    }

    private async Task AddAsync()
    {
        _asked = true;
        if (Complaints.Any()) return;
        NetworkEntry[] added = [.. Typed.Select(p => new NetworkEntry { Pattern = p, Note = _note.Trim(), Author = Session.Who, Added = Time.GetUtcNow() })];
        await EditAsync($"Add {string.Join(", ", Typed)} to my networks", s => added.Aggregate(s, AccessDraft.AddNetwork));
        (_pattern, _note, _asked) = ("", "", false);
    }

    private void Edit(NetworkEntry network) => (_edited, _changed, _changedNote, _seen) = (network.Pattern, network.Pattern, network.Note, Session.Settings);

    private async Task ChangeAsync()
    {
        if (_edited is not { } pattern || Complaint(_changed, pattern) is not null) return;
        var (now, note) = (_changed.Trim(), _changedNote.Trim());
        await EditAsync($"Change {pattern} of my networks", s => AccessDraft.ChangeNetwork(s, pattern, n => n with { Pattern = now, Note = note }), _seen);
        _edited = null;
    }

    private Task RemoveAsync(string pattern) => EditAsync($"Remove {pattern} from my networks", s => AccessDraft.RemoveNetwork(s, pattern));

    private Task PermitAsync()
    {
        var entry = new AccessEntry { Id = Guid.CreateVersion7().ToString("N"), Kind = AccessEntryKind.MyNetworks, Action = AccessAction.Permit, Author = Session.Who, Added = Time.GetUtcNow() };
        return EditAsync("Put permit_mynetworks first", s => s.Access.Entries.Any(e => e.Kind == AccessEntryKind.MyNetworks) ? s : s with { Access = s.Access with { Entries = s.Access.Entries.Insert(0, entry) } });
    }
}
