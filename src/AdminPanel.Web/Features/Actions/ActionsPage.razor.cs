using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Features.Changes.Form;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace AdminPanel.Web.Features.Actions;

/// <summary>
/// Actions, waits, passes and limits: everything that is one value. Groups open by a click, by their anchor, and by the anchor of one of
/// their settings (<c>/actions#Greet.Wait</c>); which are open stands in the address.
/// </summary>
public sealed partial class ActionsPage
{
    private readonly HashSet<string> _open = [];
    private string _search = "";
    private string? _reveal;

    /// <summary>The open groups, separated by commas; <c>all</c> opens every one.</summary>
    [SupplyParameterFromQuery]
    public string? Open { get; set; }

    /// <summary>What to search for at first.</summary>
    [SupplyParameterFromQuery]
    public string? Find { get; set; }

    [Inject]
    private ActionsPageModel Model { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private ScreeningSettings Draft => Session.Settings;

    private bool Searching => _search.Trim().Length > 0;

    private bool AllOpen => _open.Count == ActionGroup.All.Length;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _search = Find ?? "";
        foreach (var id in (Open ?? "").Split(',')) _open.UnionWith(id == "all" ? ActionGroup.All.Select(g => g.Id) : ActionGroup.All.Where(g => g.Id == id).Select(g => g.Id));
        Navigation.LocationChanged += OnLocationChanged;
        FollowAnchor();
        await base.OnInitializedAsync();
        await Model.RefreshAsync(Closed);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_reveal is not { } anchor || !Session.IsLoaded) return;
        _reveal = null;
        await Js.InvokeVoidAsync("adminPanel.reveal", Closed, anchor);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnLocationChanged;
        base.Dispose(disposing);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (!FollowAnchor()) return;
        _search = "";
        _ = InvokeAsync(StateHasChanged);
    }

    private bool FollowAnchor()
    {
        var anchor = Uri.UnescapeDataString(new Uri(Navigation.Uri).Fragment.TrimStart('#'));
        if (ActionGroup.Find(anchor) is not { } group) return false;
        _open.Add(group.Id);
        _reveal = anchor;
        return true;
    }

    private void Toggle(string id)
    {
        if (!_open.Remove(id)) _open.Add(id);
        Remember();
    }

    private void ToggleAll()
    {
        if (AllOpen) _open.Clear();
        else _open.UnionWith(ActionGroup.All.Select(g => g.Id));
        Remember();
    }

    private void Remember()
    {
        var open = AllOpen ? "all" : string.Join(',', ActionGroup.All.Where(g => _open.Contains(g.Id)).Select(g => g.Id));
        Navigation.NavigateTo(open.Length == 0 ? "/actions" : $"/actions?open={open}", replace: true);
    }

    private string? ActionOf(ActionGroup group) => group.ActionPath.Length == 0 ? null : SettingFields.At(group.ActionPath).Read(Draft);

    private RenderFragment? SentenceOf(ActionGroup group)
    {
        if (!Enum.TryParse<ScreeningAction>(ActionOf(group), ignoreCase: true, out var action)) return null;
        var reply = RefusalPreview.Reply(Draft, group.ActionPath, action);
        return builder =>
        {
            builder.AddContent(0, ActionWords.Sentence(action));
            if (reply is null) return;
            builder.OpenElement(1, "code");
            builder.AddContent(2, reply);
            builder.CloseElement();
        };
    }

    private string? EffectOf(ActionGroup group) => group switch
    {
        { Id: "limits" } => Model.LimitHits is { } hits and > 0 ? $"Last 24 hours: {Numbers.Thin(hits)} connections were turned away by a limit." : null,
        { Reason: { } reason } when Enum.TryParse<ScreeningAction>(ActionOf(group), ignoreCase: true, out var action) => Model.Effect(reason, action),
        _ => null,
    };

    private int ProblemsOf(ActionGroup group) => group.Paths.Sum(p => Session.ProblemsAt(p).Count(x => x.Severity == ProblemSeverity.Error));

    private bool IsEdited(ActionGroup group) => Session.Changes.Any(c => group.Paths.Contains(c.Path));

    private static string? TitleOf(ActionGroup group) => group.Id switch
    {
        "pregreet" => "A client that speaks early",
        "dnsbl" => "A client whose rank reaches the threshold",
        "denylist" => "A client that an entry rejects",
        _ => null,
    };

    private Task RefreshAsync() => Model.RefreshAsync(Closed);
}
