using System.Diagnostics.CodeAnalysis;
using AdminPanel.Postfix.Import;
using AdminPanel.Postfix.Tables;
using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Postfix.Tests;

/// <summary>Files that exist only in a test; a main.cf lies at /etc/postfix/main.cf.</summary>
internal sealed class MemoryFiles : Dictionary<string, string>, IPostfixFiles
{
    public const string MainCf = "/etc/postfix/main.cf";

    public bool TryRead(string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        error = TryGetValue(path, out text) ? null : "No such file or directory";
        return error is null;
    }

    public ImportResult Import(string mainCf) => MainCfImport.Read(MainCf, mainCf, this);

    public static ScreeningSettings Settings(string mainCf) => new MemoryFiles().Good(mainCf).Settings!;

    public ImportResult Good(string mainCf)
    {
        var result = Import(mainCf);
        Assert.Equal([], result.Problems);
        Assert.NotNull(result.Settings);
        return result;
    }
}
