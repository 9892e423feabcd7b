namespace AdminPanel.Benchmarks.Compare;

internal static class PerformanceDocument
{
    public static void Write(Figures figures, CompareOptions options, Table table) => _ = (figures, options, table);
}
