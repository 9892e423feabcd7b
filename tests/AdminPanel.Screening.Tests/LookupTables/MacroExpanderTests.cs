using AdminPanel.Screening.LookupTables;
using Xunit;

namespace AdminPanel.Screening.Tests.LookupTables;

/// <summary>Every expectation is what postconf -x of Postfix 3.7.11 prints for the same text.</summary>
public sealed class MacroExpanderTests
{
    private static readonly Dictionary<string, string> s_values = new() { ["mydomain"] = "q", ["empty"] = "", ["nested"] = "<$mydomain>", ["loop"] = "$loop", ["a"] = "$b", ["b"] = "$a" };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$mydomain.b", "q.b")]
    [InlineData("${mydomain}$(mydomain)$nested", "qq<q>")]
    [InlineData("a $$ b", "a $ b")]
    [InlineData("${mydomain? yes }", " yes ")]
    [InlineData("${mydomain ?yes}", "yes")]
    [InlineData("${mydomain ? { yes } : no way}", " yes ")]
    [InlineData("${mydomain?{a}:b c }", "a")]
    [InlineData("${nosuch:{ x }}", " x ")]
    [InlineData("${nosuch: x }", " x ")]
    [InlineData("${mydomain:x}", "")]
    [InlineData("${nosuch?{a}}", "")]
    [InlineData("${mydomain?a:b}", "a:b")]
    [InlineData("${empty?{a}:{b}}", "b")]
    [InlineData("${mydomain?{a} : {b} }", "a")]
    [InlineData("${{$mydomain}=={q}?yes}", "yes")]
    [InlineData("${{$mydomain}!={q}?{yes}:{no}}", "no")]
    [InlineData("${{a}<{b}?{t}:{f}} ${{10}>={9}?{t}:{f}}", "t t")]
    [InlineData("${{}=={}?{t}:{f}}", "t")]
    [InlineData("${{q}=={q}:{t}}", "")]
    [InlineData("${{3.6} <level {3.10} ? {t} : {f}}", "t")]
    [InlineData("$(mydomain?{a}:{b})", "a")]
    public void TryExpand_AsPostconfDoes(string text, string expected)
    {
        Assert.True(Expander().TryExpand(text, out var value, out var error), error);
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("${mydomain", "truncated macro reference: \"${mydomain\"")]
    [InlineData("a ${} b", "empty macro name: \"a ${} b\"")]
    [InlineData("$ x", "empty macro name: \"$ x\"")]
    [InlineData("$loop", "unreasonable macro call nesting: \"loop\"")]
    [InlineData("$a", "unreasonable macro call nesting: \"a\"")]
    [InlineData("${mydomain.x}", "attribute name syntax error at: \"...mydomain>>>.x\"")]
    [InlineData("${mydomain x}", "attribute name syntax error at: \"...mydomain>>> x\"")]
    [InlineData("${{q}==q?{t}:{f}}", "bad operator suffix at")]
    [InlineData("${mydomain?{a}:{b} c}", "unexpected input at")]
    [InlineData("${mydomain:{a}:{b}}", "unexpected input at")]
    [InlineData("${{x} = {y}?{z}}", "\"==\" or \"!=\"\" or \"<\"\" or \"<=\"\" or \">=\"\" or \">\" expected at: \"...x}>>>= {y}?{z}\"")]
    [InlineData("${mydomain?{a}{b}}", "\":\" expected at: \"...a}>>>{b}\"")]
    public void TryExpand_BadMacro_PostfixsWords(string text, string expected)
    {
        Assert.False(Expander().TryExpand(text, out _, out var error));
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryExpand_Bombs_EndWithAnError()
    {
        var deep = string.Concat(Enumerable.Repeat("${mydomain?{", 50_000)) + new string('}', 100_000);
        var doubling = new MacroExpander(name => name.Length < 60 ? $"${name}x${name}x" : "");

        Assert.False(Expander().TryExpand(deep, out _, out _));
        Assert.False(doubling.TryExpand("$x", out _, out var error));
        Assert.Equal("unreasonably long macro expansion", error);
    }

    [Fact]
    public void TryExpand_UndefinedName_EmptyAndNamed()
    {
        var expander = Expander();

        Assert.True(expander.TryExpand("[$nosuch] ${other?x}", out var value, out _));

        Assert.Equal("[] ", value);
        Assert.Equal(["nosuch"], expander.Undefined);
    }

    private static MacroExpander Expander() => new(s_values.GetValueOrDefault);
}
