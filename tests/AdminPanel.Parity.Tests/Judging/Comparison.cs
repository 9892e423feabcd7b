using System.Net;
using System.Text;
using AdminPanel.Parity.Tests.Playing;
using AdminPanel.Parity.Tests.Table;

namespace AdminPanel.Parity.Tests.Judging;

/// <summary>What one server did in a script, comparable: dialogues and log lines, connection by connection.</summary>
/// <param name="Text">The comparable text.</param>
/// <param name="Trouble">Why the script broke off, or null.</param>
/// <param name="Waits">Teaser to next line, per connection that had both.</param>
public sealed record Behaviour(string Text, string? Trouble, IReadOnlyList<TimeSpan> Waits)
{
    /// <summary>Collects it from what was heard and logged so far.</summary>
    public static Behaviour Of(ParityScript script, Performance performance, IReadOnlyCollection<LogLine> log, IPAddress client)
    {
        var connections = performance.Dialogues.Select(dialogue =>
            string.Join('\n', [.. LogLines.Of(dialogue), .. LogLines.OfConnection(log, client, dialogue.Port).Select(line => $"L {line}")]));
        if (script.AnyOrder) connections = connections.Order(StringComparer.Ordinal);
        var text = new StringBuilder(string.Join("\n--\n", connections));
        if (script.LoggedAs is { } mark)
        {
            var marked = LogLines.Marked(log, mark);
            foreach (var line in script.AnyOrder ? marked.Order(StringComparer.Ordinal) : marked) text.Append("\nL ").Append(line);
        }

        foreach (var line in LogLines.OfLists(log, client)) text.Append("\nL ").Append(line);
        return new Behaviour(text.ToString(), performance.Trouble, [.. performance.Dialogues.Select(dialogue => dialogue.Wait).OfType<TimeSpan>()]);
    }
}

/// <summary>Both servers' behaviour in a script.</summary>
public sealed record Comparison(ParityScript Script, Behaviour Postscreen, Behaviour Engine)
{
    /// <summary>
    /// The most the greeting may be apart: postscreen counts in whole seconds and may be a second early, and two busy processors add to that.
    /// </summary>
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(2.5);

    /// <summary>True when no byte and no log line differs.</summary>
    public bool Same => Postscreen.Text == Engine.Text && Postscreen.Trouble is null == Engine.Trouble is null;

    /// <summary>True when nothing is left to wait for in the logs.</summary>
    public bool Settled => Verdict() is null;

    /// <summary>What is wrong, in full; null when the script ended as it should.</summary>
    public string? Verdict()
    {
        if (Postscreen.Trouble is not null) return Tell($"The script does not fit postscreen: {Postscreen.Trouble}");
        if (!Postscreen.Text.Contains("\nL ", StringComparison.Ordinal)) return Tell("Postscreen logged nothing.");
        if (Script.Deviation is { } deviation) return Same && deviation.Always ? Tell($"The servers agree, yet the script names a deviation: {deviation.Entry}") : Levelled(deviation);
        if (!Same) return Tell($"The engine differs from postscreen{(Engine.Trouble is null ? "" : $" ({Engine.Trouble})")}.");
        foreach (var (postscreen, engine) in Postscreen.Waits.Zip(Engine.Waits))
        {
            if ((postscreen - engine).Duration() > s_apart) return Tell($"The greeting came after {engine.TotalSeconds:0.0} s, postscreen's after {postscreen.TotalSeconds:0.0} s.");
        }

        return null;
    }

    private string? Levelled(Deviation deviation) =>
        deviation.Levelled is not { } level || level(Postscreen.Text) == level(Engine.Text) ? null : Tell($"The engine differs from postscreen in more than this: {deviation.Entry}");

    private string Tell(string what)
    {
        var (left, right) = (Postscreen.Text.Split('\n'), Engine.Text.Split('\n'));
        var text = new StringBuilder($"{Script.Name}: {what}\n");
        for (int i = 0, j = 0; i < left.Length || j < right.Length;)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                text.Append("    ").Append(left[i]).Append('\n');
                (i, j) = (i + 1, j + 1);
            }
            else if (i < left.Length && (j >= right.Length || !right.Skip(j).Contains(left[i])))
            {
                text.Append("  P ").Append(left[i++]).Append('\n');
            }
            else
            {
                text.Append("  E ").Append(right[j++]).Append('\n');
            }
        }

        return text.ToString();
    }
}
