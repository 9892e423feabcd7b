using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Tests.Features.Support;

/// <summary>
/// What a person does on a rendered page. Each waits for its element to be there and enabled, then acts on the renderer's dispatcher: a render
/// between finding and acting would replace the element. What follows from the act must be waited for.
/// </summary>
internal static class Acts
{
    /// <summary>Clicks the first element that matches, with <paramref name="text"/> for its text when given.</summary>
    public static void Click<T>(this IRenderedComponent<T> page, string selector, string? text = null)
        where T : IComponent => page.Act(selector, text, static element => element.Click());

    /// <summary>Changes a field and leaves it.</summary>
    public static void Change<T>(this IRenderedComponent<T> page, string selector, string value)
        where T : IComponent => page.Act(selector, null, element => element.Change(value));

    /// <summary>Types into a field.</summary>
    public static void Type<T>(this IRenderedComponent<T> page, string selector, string value)
        where T : IComponent => page.Act(selector, null, element => element.Input(value));

    /// <summary>Submits a form.</summary>
    public static void Submit<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent => page.Act(selector, null, static element => element.Submit());

    private static void Act<T>(this IRenderedComponent<T> page, string selector, string? text, Action<IElement> act)
        where T : IComponent
    {
        IElement Find() => page.FindAll(selector).FirstOrDefault(element => !element.HasAttribute("disabled") && (text is null || element.TextContent.Trim() == text))
            ?? throw new ElementNotFoundException(text is null ? selector : $"{selector} with \"{text}\"");

        page.WaitForAssertion(() => Find());
        page.InvokeAsync(() => act(Find())).GetAwaiter().GetResult();
    }
}
