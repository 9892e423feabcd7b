namespace AdminPanel.Screening.AccessLists;

/// <summary>What an access list entry decides (postscreen(8), <c>postscreen_access_list</c>).</summary>
public enum AccessAction
{
    /// <summary>Hand the client off at once.</summary>
    Permit,

    /// <summary>The client is denylisted; <c>postscreen_denylist_action</c> says what follows.</summary>
    Reject,

    /// <summary>Stop looking; the client is tested like any other.</summary>
    Dunno,
}
