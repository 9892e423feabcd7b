using AdminPanel.Store.Views;
using AdminPanel.Web.Account;

namespace AdminPanel.Web.Features.History;

/// <summary>Named searches of who is signed in, and those for everybody, which operators keep. Asks for the rights anew each time. Scoped.</summary>
internal sealed class SavedViewCommands(SavedViewStore store, PanelPerson person)
{
    /// <summary>What the person sees, and what they may do with it.</summary>
    public async Task<(IReadOnlyList<SavedView> Views, PanelRights Rights)> ListAsync(CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        return (await store.ListAsync(rights.Name, cancellationToken), rights);
    }

    /// <summary>Saves a search; null, or why it was refused.</summary>
    public async Task<string?> SaveAsync(string name, string query, bool shared, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (shared && !rights.CanEdit) return "Your account may not save searches for everybody.";
        if (name.Trim().Length == 0) return "A search needs a name.";
        await store.SaveAsync(name, query, shared, rights.Name, cancellationToken);
        return null;
    }

    /// <summary>Removes a search; null, or why it was refused.</summary>
    public async Task<string?> RemoveAsync(SavedView view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        var rights = await person.GetAsync();
        if (view.IsShared && !rights.CanEdit) return "Your account may not remove searches that are for everybody.";
        await store.RemoveAsync(view.Id, rights.Name, rights.CanEdit, cancellationToken);
        return null;
    }
}
