using System.Net;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>Shows what the address is called in the DNS now; what it was called at the time of a connection nobody kept.</summary>
public sealed partial class HostName
{
    private readonly CancellationTokenSource _gone = new();
    private IPAddress? _client;
    private ClientHostName? _name;
    private bool _asked;

    /// <summary>The client.</summary>
    [Parameter, EditorRequired]
    public IPAddress Client { get; set; } = default!;

    [Inject]
    private IHostLookup Hosts { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive || Client.Equals(_client)) return;
        var asked = _client = Client;
        (_name, _asked) = (null, false);
        try
        {
            var name = await Hosts.GetNameAsync(asked, _gone.Token);
            if (asked.Equals(_client)) (_name, _asked) = (name, true);
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }
}
