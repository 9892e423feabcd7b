using AdminPanel.Web.Features.Live;
using AdminPanel.Web.Tests.Features.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AdminPanel.Web.Tests.Features.Live;

/// <summary>When the page draws: at its beat, however many connections came meanwhile.</summary>
public sealed class LiveBeatTests : PagesContext
{
    private readonly FakeTimeProvider _clock;

    public LiveBeatTests()
        : this(new FakeTimeProvider(Verdicts.Noon))
    {
    }

    private LiveBeatTests(FakeTimeProvider clock)
        : base(services => services.AddSingleton<TimeProvider>(clock)) => _clock = clock;

    [Fact]
    public void Verdicts_BetweenTwoBeats_AreAllShownByOneRender()
    {
        var page = Render<LivePage>();
        var before = page.RenderCount;

        for (var i = 1; i <= 40; i++) Stream.Publish(Verdicts.Pass($"203.0.113.{i}"));
        Assert.DoesNotContain("203.0.113", page.Markup, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromMilliseconds(250));

        page.WaitForAssertion(() => Assert.Equal(40, page.FindAll(".conn-row").Count));
        Assert.Equal(before + 1, page.RenderCount);
    }
}
