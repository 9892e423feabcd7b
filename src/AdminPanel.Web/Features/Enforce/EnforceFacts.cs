using System.Net;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Labels;

namespace AdminPanel.Web.Features.Enforce;

/// <summary>What the evidence says about enforcing a check, at one moment. Immutable.</summary>
/// <param name="Clients">The clients that failed it.</param>
/// <param name="Oldest">The oldest connection that is known; null when there is none.</param>
/// <param name="Since">The range that was looked at begins here.</param>
/// <param name="AsOf">When it was read.</param>
/// <param name="NearMisses">Connections close to the threshold; null for a check without a rank.</param>
public sealed record EnforceFacts(IReadOnlyList<FailedClient> Clients, DateTimeOffset? Oldest, DateTimeOffset Since, DateTimeOffset AsOf, NearMissCounts? NearMisses)
{
    /// <summary>Clients that come back later than this are no hit-and-run.</summary>
    private static readonly TimeSpan s_patient = TimeSpan.FromHours(1);

    /// <summary>How long watching has lasted within the range.</summary>
    public TimeSpan Watched => Oldest is null ? TimeSpan.Zero : AsOf - (Oldest.Value > Since ? Oldest.Value : Since);

    /// <summary>Connections that failed.</summary>
    public int Connections => Clients.Sum(static client => client.LetIn + client.TurnedAway);

    /// <summary>Connections that failed and were let in.</summary>
    public int LetIn => Clients.Sum(static client => client.LetIn);

    /// <summary>Connections turned away.</summary>
    public int TurnedAway => Clients.Sum(static client => client.TurnedAway);

    /// <summary>Clients whose mail was good, and clients that came back like a mail server does and that nobody calls spam. The most alarming first.</summary>
    public IEnumerable<FailedClient> Suspects => Clients
        .Where(static client => client.Good > 0 || (client.Spam == 0 && client.LetIn + client.TurnedAway > 1 && client.Last - client.First > s_patient))
        .OrderByDescending(static client => client.Good)
        .ThenByDescending(static client => client.LetIn + client.TurnedAway);

    /// <summary>What the first <paramref name="share"/> percent would have meant: connections and clients turned away, and how many of the clients sent good mail.</summary>
    public (int Connections, int Clients, int Good) Within(int share)
    {
        var chosen = Clients.Where(client => EnforceShare.Includes(client.Client, share)).ToList();
        return (chosen.Sum(static client => client.LetIn + client.TurnedAway), chosen.Count, chosen.Count(static client => client.Good > 0));
    }

    /// <summary>Whether <paramref name="client"/> has an entry that lets it in already.</summary>
    public static bool IsAllowed(ScreeningSettings settings, IPAddress client)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Access.Entries.Any(entry => entry.Action == Screening.AccessLists.AccessAction.Permit && entry.Pattern == client.ToString());
    }
}
