namespace AdminPanel.Testing;

/// <summary>How long tests wait for what must come. It ends a hang and measures nothing: a loaded machine is only slower.</summary>
public static class Patience
{
    /// <summary>A minute.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
}
