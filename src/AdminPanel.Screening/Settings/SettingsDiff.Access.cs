using System.Collections.Immutable;

namespace AdminPanel.Screening.Settings;

public static partial class SettingsDiff
{
    private static void CompareAccess(AccessSettings before, AccessSettings after, ImmutableArray<SettingsChange>.Builder changes)
    {
        CompareNetworks(before.MyNetworks.OrEmpty(), after.MyNetworks.OrEmpty(), changes);
        CompareEntries(before.Entries.OrEmpty(), after.Entries.OrEmpty(), changes);
    }

    private static void CompareNetworks(ImmutableArray<NetworkEntry> before, ImmutableArray<NetworkEntry> after, ImmutableArray<SettingsChange>.Builder changes)
    {
        var pairs = Pair(before, after, network => network.Pattern);
        foreach (var (old, now) in pairs)
        {
            var path = $"Access.MyNetworks[{(now ?? old!).Pattern}]";
            if (old is null || now is null)
            {
                changes.Add(new(path, old is null ? null : Whole(old), now is null ? null : Whole(now)));
                continue;
            }

            AddIfDifferent(changes, $"{path}.Note", old.Note, now.Note);
            AddIfDifferent(changes, $"{path}.Author", old.Author, now.Author);
            AddIfDifferent(changes, $"{path}.Added", Moment(old.Added), Moment(now.Added));
        }

        CompareOrder(changes, "Access.MyNetworks", before, pairs, network => network.Pattern);
    }

    private static void CompareEntries(ImmutableArray<AccessEntry> before, ImmutableArray<AccessEntry> after, ImmutableArray<SettingsChange>.Builder changes)
    {
        var pairs = Pair(before, after, entry => entry.Id);
        var step = 0;
        foreach (var (old, now) in pairs)
        {
            var path = $"Access.Entries[{(now ?? old!).Id}]";
            if (now is not null) step++;
            if (old is null || now is null)
            {
                changes.Add(new(path, old is null ? null : Whole(old), now is null ? null : $"{Whole(now)}, step {step} of {after.Length}"));
                continue;
            }

            AddIfDifferent(changes, $"{path}.Kind", old.Kind.ToString(), now.Kind.ToString());
            AddIfDifferent(changes, $"{path}.Pattern", old.Pattern, now.Pattern);
            AddIfDifferent(changes, $"{path}.Within", string.Join(", ", old.Within.OrEmpty()), string.Join(", ", now.Within.OrEmpty()));
            AddIfDifferent(changes, $"{path}.Action", Lower(old.Action), Lower(now.Action));
            AddIfDifferent(changes, $"{path}.Table", old.Table, now.Table);
            AddIfDifferent(changes, $"{path}.Reason", old.Reason, now.Reason);
            AddIfDifferent(changes, $"{path}.Author", old.Author, now.Author);
            AddIfDifferent(changes, $"{path}.Added", Moment(old.Added), Moment(now.Added));
            AddIfDifferent(changes, $"{path}.Expires", Moment(old.Expires), Moment(now.Expires));
        }

        CompareOrder(changes, "Access.Entries", before, pairs, Short);
    }

    private static string Whole(NetworkEntry network) => network.Note.Length == 0 ? network.Pattern : $"{network.Pattern} — {network.Note}";

    private static string Whole(AccessEntry entry)
    {
        var within = entry.Within.OrEmpty() is { Length: > 0 } outer ? $" within {string.Join(", ", outer)}" : "";
        var expires = entry.Expires is null ? "" : $" until {Moment(entry.Expires)}";
        return $"{Short(entry)}{within}{expires}{(entry.Reason.Length == 0 ? "" : $" — {entry.Reason}")}";
    }

    private static string Short(AccessEntry entry) => entry.Kind switch
    {
        AccessEntryKind.MyNetworks => "permit_mynetworks",
        AccessEntryKind.Table => entry.Pattern,
        AccessEntryKind.Everyone => $"{Lower(entry.Action)} everyone",
        _ => $"{Lower(entry.Action)} {entry.Pattern}",
    };

    private static string Moment(DateTimeOffset? moment) => moment is { } value ? value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'") : "";

    private static string Lower(Enum value) => value.ToString().ToLowerInvariant();
}
