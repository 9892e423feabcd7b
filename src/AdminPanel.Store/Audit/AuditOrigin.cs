namespace AdminPanel.Store.Audit;

/// <summary>Where the work that runs now was asked for: the address of a browser. Flows with the asynchronous call; audit rows take it from here.</summary>
public static class AuditOrigin
{
    private static readonly AsyncLocal<string?> Here = new();

    /// <summary>The address; null for the program itself and its command line.</summary>
    public static string? Current
    {
        get => Here.Value;
        set => Here.Value = value;
    }
}
