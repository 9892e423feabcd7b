using AdminPanel.Screening.LookupTables;
using Xunit;

namespace AdminPanel.Screening.Tests.LookupTables;

/// <summary>What tables of each type answer, and what is said about rules that cannot be read.</summary>
public sealed class LookupTableTests
{
    [Theory]
    [InlineData("static:all", "whatever", "all")]
    [InlineData("static:{permit, reject}", "x", "permit, reject")]
    [InlineData("inline:{ a=1, { b = two words } }", "B", "two words")]
    [InlineData("inline:{ a=1 }", "c", null)]
    [InlineData("cidr:{ {192.0.2.0/24 reject}, {0.0.0.0/0 ok} }", "192.0.2.9", "reject")]
    [InlineData("cidr:{ {192.0.2.0/24 reject}, {0.0.0.0/0 ok} }", "2001:db8::1", null)]
    [InlineData("cidr:{ {192.0.2.0/24 reject} }", "no address", null)]
    [InlineData("regexp:{{/^[^A-Z]/ Bogus}}", "1ST", "Bogus")]
    [InlineData("regexp:{{/^[^A-Z]/ Bogus}}", "FIRST", null)]
    [InlineData("regexp:{{/^[^A-Z]/ Bogus}}", "first", null)]
    public void Find_InlineTable_Answer(string table, string key, string? expected) => Assert.Equal(expected, Read(table, "").Find(key).Value);

    [Theory]
    [InlineData("192.0.2.1 reject", "192.0.2.1", "reject")]
    [InlineData("# note\n192.0.2.1\n  permit", "192.0.2.1", "permit")]
    [InlineData("a 1\nA 2", "a", "1")]
    public void Find_TexthashFile_Answer(string text, string key, string? expected)
    {
        foreach (var type in (string[])["texthash", "hash", "btree", "lmdb"]) Assert.Equal(expected, Read($"{type}:/t", text).Find(key).Value);
    }

    [Theory]
    [InlineData("if 192.0.2.0/24\n!192.0.2.7 reject\nendif\n192.0.2.7 permit", "192.0.2.8", "reject")]
    [InlineData("if 192.0.2.0/24\n!192.0.2.7 reject\nendif\n192.0.2.7 permit", "192.0.2.7", "permit")]
    [InlineData("IF !192.0.2.0/24\n0.0.0.0/0 other\nENDIF", "198.51.100.1", "other")]
    [InlineData("if !192.0.2.0/24\n0.0.0.0/0 other\nendif", "192.0.2.1", null)]
    [InlineData("192.0.2.0/24 net\n192.0.2.1 host", "192.0.2.1", "net")]
    [InlineData("2001:db8::/32 six", "2001:DB8::9", "six")]
    public void Find_CidrFile_FirstMatch(string text, string key, string? expected) => Assert.Equal(expected, Read("cidr:/t", text).Find(key).Value);

    [Theory]
    [InlineData("/^HELO (.*)$/ EHLO $1", "helo mx.test", "EHLO mx.test")]
    [InlineData("/^HELO/i EHLO", "helo mx.test", null)]
    [InlineData("/^(a)(b)?/ ${1}-$(2)-$$x", "a", "a--$x")]
    [InlineData("!/^a/ other", "b", "other")]
    [InlineData("!/^a/ other", "a", null)]
    [InlineData("if /^a/\n/b$/ both\nendif\n/b$/ only", "ab", "both")]
    [InlineData("if !/^a/\n/b$/ notA\nendif\n/b$/ only", "ab", "only")]
    [InlineData("/a\\/b/ slash", "a/b", "slash")]
    [InlineData("#c\n|a/b| slash", "a/b", "slash")]
    [InlineData("/^[[:alpha:]_]+[[:digit:]]$/ named", "x_y1", "named")]
    [InlineData("/^[]a]+$/ bracket", "]a", "bracket")]
    [InlineData("/a.b/ dot", "a\nb", "dot")]
    [InlineData("/(?<!x)a/ look", "ya", "look", "pcre")]
    [InlineData("/(.)\\1/ double", "abba", "double", "pcre")]
    [InlineData("/^[\\w]+$/ word", "ab", "word", "pcre")]
    [InlineData("/[\\]/ posix", "a\\b", "posix", "regexp")]
    [InlineData("/ab/A at", "cab", null, "pcre")]
    public void Find_PatternFile_Answer(string text, string key, string? expected, string type = "both")
    {
        foreach (var each in type == "both" ? (string[])["regexp", "pcre"] : [type]) Assert.Equal(expected, Read($"{each}:/t", text).Find(key).Value);
    }

    [Theory]
    [InlineData("cidr", "192.0.2.1/24 x", "/t:1: non-null host address bits in \"192.0.2.1/24\", perhaps you should use \"192.0.2.0/24\" instead: skipping this rule.")]
    [InlineData("cidr", "192.0.2.1 ok\nendif", "/t:2: ENDIF without IF.")]
    [InlineData("regexp", "/a/ $2", "/t:1: out of range replacement index \"2\": skipping this rule.")]
    [InlineData("regexp", "!/(a)/ $1", "/t:1: $number found in negative match replacement text: \"$1\": skipping this rule.")]
    [InlineData("pcre", "/a", "/t:1: no closing regexp delimiter \"/\": skipping this rule.")]
    [InlineData("pcre", "if /a/\n/b/ c", "/t:1: IF has no matching ENDIF.")]
    [InlineData("pcre", "/a/Q c", "/t:1: unknown regexp option \"Q\": skipping this rule.")]
    [InlineData("texthash", "key", "/t:1: expected format: key whitespace value; \"key\" has no value.")]
    public void Read_BrokenRule_ToldWithItsLine(string type, string text, string expected)
    {
        List<FileFinding> problems = [];

        LookupTable.Read(new(type, "/t"), text, problems);

        Assert.Equal(expected, Assert.Single(problems).ToString());
    }

    [Fact]
    public void Find_PatternWithoutEnd_IsGivenUp()
    {
        var table = Read("pcre:/t", "/^(?=(a+)+$)\\1b/ never");

        var answer = table.Find(new string('a', 60) + "!");

        Assert.True(answer.Failed);
    }

    [Theory]
    [InlineData("mysql:/etc/x", "mysql tables cannot be asked here")]
    [InlineData("hash:relative", "absolute path")]
    [InlineData("hash:{ {a b} }", "cannot be written inline")]
    [InlineData("inline:/x", "need braces")]
    [InlineData("regexp:{{/(/ x}}", "bad pattern")]
    [InlineData("nothing", "is no table")]
    public void Problem_UnusableReference_ToldWithWhatToDo(string reference, string expected) =>
        Assert.Contains(expected, LookupTableReference.Problem(reference), StringComparison.Ordinal);

    private static LookupTable Read(string name, string text)
    {
        Assert.True(LookupTableName.TryParse(name, out var table));
        List<FileFinding> problems = [];
        var read = LookupTable.Read(table, text, problems);
        Assert.Equal([], problems);
        return read;
    }
}
