using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.History;
using AdminPanel.Web.Features.Live;
using AdminPanel.Web.Tests.Features.History;

namespace AdminPanel.Web.Tests.Features.Live;

public sealed class LivePageModelTests
{
    private readonly VerdictStream _stream = new();

    [Fact]
    public void Drain_Verdicts_NewestFirstAndOnce()
    {
        _stream.Publish(Verdicts.Pass("192.0.2.1"));
        using var model = Model();
        _stream.Publish(Verdicts.Pass("192.0.2.2"));
        _stream.Publish(Verdicts.Pass("192.0.2.3"));

        Assert.True(model.Drain());

        Assert.Equal(["192.0.2.3", "192.0.2.2", "192.0.2.1"], model.Verdicts.Select(v => v.Client.Address.ToString()));
    }

    [Fact]
    public void Drain_MoreThanThePageHolds_KeepsTheNewest()
    {
        using var model = Model();
        for (var i = 0; i < 500; i++) _stream.Publish(Verdicts.Pass());

        model.Drain();

        Assert.Equal(LivePageModel.Rows, model.Verdicts.Length);
        Assert.Equal(500, model.Verdicts[0].Sequence);
    }

    [Fact]
    public void Drain_Paused_CountsMatchingOnesAndLeavesRowsAlone()
    {
        using var model = Model("verdict=dnsbl");
        _stream.Publish(Verdicts.Listed());
        model.Drain();
        model.Pause();
        _stream.Publish(Verdicts.Listed());
        _stream.Publish(Verdicts.Pass());

        model.Drain();

        Assert.Single(model.Verdicts);
        Assert.Equal(1, model.NewCount);
    }

    [Fact]
    public void Follow_AfterPause_ShowsWhatWasMissed()
    {
        using var model = Model();
        model.Pause();
        for (var i = 0; i < 3; i++) _stream.Publish(Verdicts.Pass());
        model.Drain();

        model.Follow();

        Assert.Equal(3, model.Verdicts.Length);
        Assert.Equal(0, model.NewCount);
        Assert.False(model.IsPaused);
    }

    [Fact]
    public void Toggle_OpensADecision_StandsStill()
    {
        using var model = Model();
        var verdict = _stream.Publish(Verdicts.Pass());
        model.Drain();

        model.Toggle(verdict.Id);

        Assert.True(model.IsPaused);
        Assert.Equal(verdict.Id, model.Open);
    }

    [Fact]
    public void Use_OtherFilter_LooksAtEarlierVerdictsToo()
    {
        using var model = Model();
        _stream.Publish(Verdicts.Listed());
        _stream.Publish(Verdicts.Pass());
        model.Drain();

        model.Use(ConnectionFilter.Parse("verdict=dnsbl"));

        Assert.Equal(VerdictReason.Dnsbl, Assert.Single(model.Verdicts).Reason);
    }

    [Fact]
    public void NotShown_MoreThanThePageHolds_IsCounted()
    {
        using var model = Model();
        for (var i = 0; i < LivePageModel.Rows + 140; i++) _stream.Publish(Verdicts.Pass());

        model.Drain();

        Assert.Equal((LivePageModel.Rows, 140L), (model.Verdicts.Length, model.NotShown));
    }

    [Fact]
    public void NotShown_SlowReader_IsCounted()
    {
        using var model = Model();

        for (var i = 0; i < 4_500; i++) _stream.Publish(Verdicts.Pass());

        Assert.Equal(500, model.NotShown);
    }

    private LivePageModel Model(string query = "") => new(_stream, ConnectionFilter.Parse(query), TimeProvider.System);

    [Fact]
    public void Drain_RowsComeAndGo_EachKeepsItsPlaceAndNoPlaceIsTakenTwice()
    {
        var stream = new VerdictStream();
        using var model = new LivePageModel(stream, ConnectionFilter.None, TimeProvider.System);
        var random = new Random(3);
        var places = new Dictionary<Guid, int>();
        for (var round = 0; round < 40; round++)
        {
            for (var n = random.Next(1, 90); n > 0; n--) stream.Publish(Verdicts.Pass() with { Id = Guid.NewGuid() });
            model.Drain();

            Assert.Equal(model.Verdicts.Length, model.Places.Distinct().Count());
            Assert.All(model.Places, place => Assert.InRange(place, 0, LivePageModel.Rows - 1));
            var now = model.Verdicts.Zip(model.Places).ToDictionary(p => p.First.Id, p => p.Second);
            Assert.All(now.Keys.Intersect(places.Keys), id => Assert.Equal(places[id], now[id]));
            places = now;
        }
    }
}
