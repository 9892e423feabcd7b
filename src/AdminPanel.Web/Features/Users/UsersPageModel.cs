using System.Collections.Immutable;
using AdminPanel.Store.Users;
using AdminPanel.Web.Account;

namespace AdminPanel.Web.Features.Users;

/// <summary>One line of the Users page.</summary>
/// <param name="Person">Who.</param>
/// <param name="Sessions">Where they are signed in, the last used first.</param>
internal sealed record UserLine(PersonInfo Person, IReadOnlyList<SessionInfo> Sessions);

/// <summary>What the Users page shows. Belongs to one circuit, not thread-safe.</summary>
internal sealed class UsersPageModel(PeopleStore people, InvitationStore invitations, PanelSessions sessions)
{
    /// <summary>Everybody; null before the first read.</summary>
    public ImmutableArray<UserLine>? Lines { get; private set; }

    /// <summary>One-time links that still work.</summary>
    public IReadOnlyList<Invitation> Invitations { get; private set; } = [];

    /// <summary>Why the last read failed; null when it worked. Lines read before stay.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Reads everything anew.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var live = sessions.List().ToLookup(static session => session.UserId);
            Lines = [.. (await people.ListAsync(cancellationToken)).Select(person => new UserLine(person, [.. live[person.Id]]))];
            Invitations = await invitations.ListAsync(cancellationToken);
            Trouble = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The page shows it and offers to try again; EF Core has logged it.
            Trouble = e.Message;
        }
    }
}
