namespace AdminPanel.Web.Features.Changes;

/// <summary>The draft changed after the person looked through it; nothing was published.</summary>
internal sealed class DraftNotReviewedException() : InvalidOperationException("The draft changed while you looked at it. Nothing was published: look through the changes again, then publish.");
