using AdminPanel.Testing.Lab;
using Xunit;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>The tests that share one demonstration: each finds it as another left it.</summary>
[CollectionDefinition]
public sealed class DemoCollection : ICollectionFixture<DemoFixture>;

/// <summary>One demonstration for several tests; none where there is no browser to look at it.</summary>
public sealed class DemoFixture : IAsyncLifetime
{
    private DemoPanel? _panel;

    internal DemoPanel Panel => _panel!;

    public async ValueTask InitializeAsync()
    {
        if (LabTools.Missing("chromium") is null) _panel = await DemoPanel.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_panel is not null) await _panel.DisposeAsync();
    }
}
