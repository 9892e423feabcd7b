using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <content>Following what other tabs, people and the command line do to the draft and the published settings.</content>
internal sealed partial class DraftSession
{
    /// <summary>Reads the draft again and tells what somebody else changed in it.</summary>
    public async Task ReloadAsync()
    {
        try
        {
            await _gate.WaitAsync(_closed.Token);
            try
            {
                var draft = await _drafts.GetAsync(_closed.Token);
                _newestStored = await _versions.GetNewestVersionNumberAsync(_closed.Token);
                if (_draft is { } known && draft.Revision != known.Revision && draft.Revision > 0)
                    Tell(draft.UpdatedBy, SettingsDiff.Compare(known.Settings, draft.Settings), known: known);
                Show(draft, _unsaved, keepTrouble: _unsaved is not null);
            }
            finally
            {
                _gate.Release();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && _closed.IsCancellationRequested)
        {
            // The tab was closed; nobody is left to tell.
        }
        catch (Exception e)
        {
            LogLoadFailed(e);
            Trouble = $"The draft could not be read: {e.Message}";
        }

        if (!_closed.IsCancellationRequested) Changed?.Invoke();
    }

    private void OnDraftChanged() => Follow();

    private void OnPublished(ScreeningSnapshot snapshot) => Follow();

    // Each reload starts after the one before it, so the last one sees the newest draft.
    private void Follow()
    {
        if (!IsLoaded) return;
        lock (_closed) _following = FollowAsync(_following);
    }

    private async Task FollowAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await ReloadAsync();
    }

    [LoggerMessage(EventId = 7101, Level = LogLevel.Error, Message = "The draft could not be saved: {What}")]
    private partial void LogSaveFailed(Exception exception, string what);

    [LoggerMessage(EventId = 7103, Level = LogLevel.Error, Message = "Settings version {Version} is published, but its draft could not be removed")]
    private partial void LogForgetFailed(Exception exception, long version);

    [LoggerMessage(EventId = 7102, Level = LogLevel.Error, Message = "The draft could not be read")]
    private partial void LogLoadFailed(Exception exception);
}
