namespace AdminPanel.Benchmarks.Live;

/// <summary>What a page noted of itself.</summary>
/// <param name="Frames">Milliseconds between frames.</param>
/// <param name="LongTasks">Tasks that kept the page for over 50 ms.</param>
/// <param name="LongTime">How long they took together, in milliseconds.</param>
/// <param name="Updates">Changes of the table of connections that the page saw, batches counted once.</param>
internal sealed record Smoothness(double[] Frames, int LongTasks, double LongTime, int Updates)
{
    /// <summary>Begins to take notes.</summary>
    public const string Script =
        """
        (() => {
          const notes = window.notes = { frames: [], longTasks: 0, longTime: 0, updates: 0 };
          let last = performance.now();
          const frame = now => { notes.frames.push(now - last); last = now; requestAnimationFrame(frame); };
          requestAnimationFrame(frame);
          new PerformanceObserver(list => { for (const task of list.getEntries()) { notes.longTasks++; notes.longTime += task.duration; } }).observe({ type: 'longtask' });
          new MutationObserver(() => notes.updates++).observe(document.querySelector('table.conn'), { subtree: true, childList: true, characterData: true });
          return 'noting';
        })()
        """;

    /// <summary>Reads the notes.</summary>
    public const string Result = "JSON.stringify(window.notes)";

    /// <summary>Long tasks' part of the time, in per cent.</summary>
    public double Busy => 100 * LongTime / Math.Max(1, Frames.Sum());

    /// <summary>The time between frames that a share of them does not exceed.</summary>
    public double Frame(double share) => Frames.Length == 0 ? double.NaN : Frames.Order().ElementAt((int)(share * (Frames.Length - 1)));
}
