using AdminPanel.Parity.Tests.Scripts;
using AdminPanel.Parity.Tests.Table;

namespace AdminPanel.Parity.Tests;

/// <summary>Every variant with its scripts.</summary>
public static class ParityTable
{
    /// <summary>In the order in which they are played.</summary>
    public static ParityVariant[] Variants { get; } = [EnforceVariant.Variant];
}
