using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Actions;

namespace AdminPanel.Web.Tests.Features.Actions;

public sealed class ActionsPageModelTests
{
    [Theory]
    [InlineData(0, 0, ScreeningAction.Ignore, "none of 200 connections failed here.")]
    [InlineData(10, 10, ScreeningAction.Ignore, "and were let through. Enforce or drop would have turned them away.")]
    [InlineData(10, 10, ScreeningAction.Drop, "and were let through. Drop would have turned them away.")]
    [InlineData(10, 0, ScreeningAction.Enforce, "and were turned away.")]
    [InlineData(10, 0, ScreeningAction.Ignore, "and were turned away. Ignore would have let them through.")]
    [InlineData(10, 4, ScreeningAction.Enforce, "; 4 of these were let through. Enforce would have turned those away.")]
    public void Sentence_Counts_TellWhatWasAndWhatWouldHaveBeen(int failed, int letThrough, ScreeningAction chosen, string expected) =>
        Assert.EndsWith(expected, ActionsPageModel.Sentence(200, failed, letThrough, chosen), StringComparison.Ordinal);
}
