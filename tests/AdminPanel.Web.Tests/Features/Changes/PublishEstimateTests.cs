using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.Changes;

public sealed class PublishEstimateTests
{
    [Fact]
    public async Task PublishBar_SomebodyCanEstimate_SaysWhatPublishingWouldChange()
    {
        await using var context = await PanelContext.CreateAsync(add: s => s.AddSingleton<IPublishEstimate>(new Fixed(new(10_000, 14, 2, 3))));
        var bar = context.Render<PublishBar>();

        await context.Session.EditAsync("Threshold", s => s with { Dnsbl = s.Dnsbl with { Threshold = 2 } });

        bar.WaitForAssertion(() => Assert.Equal("On the last 10\u202f000 connections: +14 turned away (2 of them had mail delivered) −3", Text(bar)));
    }

    [Fact]
    public async Task PublishBar_EstimateFails_StaysSilent()
    {
        var failing = new Fixed(null);
        await using var context = await PanelContext.CreateAsync(add: s => s.AddSingleton<IPublishEstimate>(failing));
        var bar = context.Render<PublishBar>();

        await context.Session.EditAsync("Threshold", s => s with { Dnsbl = s.Dnsbl with { Threshold = 2 } });
        await failing.Asked.Task.WaitAsync(Patience.Limit, PanelStore.Cancellation);

        bar.WaitForAssertion(() => Assert.Equal("1 change not in force yet", bar.Find(".bar-text b").TextContent));
        Assert.Empty(bar.FindAll(".estimate"));
    }

    private static string Text(IRenderedComponent<PublishBar> bar) =>
        string.Join(' ', bar.Find(".estimate").TextContent.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private sealed class Fixed(PublishEstimate? estimate) : IPublishEstimate
    {
        public TaskCompletionSource Asked { get; } = new();

        public Task<PublishEstimate?> EstimateAsync(ScreeningSettings published, ScreeningSettings draft, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            return Task.FromResult<PublishEstimate?>(estimate ?? throw new InvalidOperationException("no recordings"));
        }
    }
}
