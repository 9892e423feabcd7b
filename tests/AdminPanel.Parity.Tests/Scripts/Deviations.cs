using System.Text.RegularExpressions;
using AdminPanel.Parity.Tests.Table;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>The deliberate differences that scripts run into.</summary>
internal static partial class Deviations
{
    /// <summary>Input that was not read before the connection is closed.</summary>
    public static Deviation Drains { get; } = new(
        "A client that is turned away before its input was read is reset, so that it may never see the reply.",
        static text => text.Replace("\n  cut", "\n  end", StringComparison.Ordinal));

    /// <summary>The argument of STARTTLS.</summary>
    public static Deviation StartTlsSyntax { get; } = new(
        "Postfix 3.7 answers STARTTLS with an argument `501 Syntax: EHLO hostname`.",
        static text => text.Replace("501 Syntax: EHLO hostname", "501 5.5.4 Syntax: STARTTLS", StringComparison.Ordinal));

    /// <summary>Answers that are errors.</summary>
    public static Deviation ErrorAnswers { get; } = new("An answer in 127.255.255.0/24 or outside 127.0.0.0/8 counts when the site has no filter.");

    /// <summary>The error line of a list.</summary>
    public static Deviation ErrorLine { get; } = new(
        "dnsblog words a failed lookup as its resolver library does.",
        static text => LookupError().Replace(text, "$1"));

    /// <summary>Names of secret zones.</summary>
    public static Deviation SecretZones { get; } = new(
        "dnsblog logs the real zone of a list that has a reply name.",
        static text => text.Replace("by domain key123.s.test", "by domain public.name", StringComparison.Ordinal));

    /// <summary>What a reload forgets.</summary>
    public static Deviation Reload { get; } = new(
        "A session that a reload finds under test is not remembered when it passes.",
        static text => text[..text.IndexOf("--\n", StringComparison.Ordinal)]);

    /// <summary>A table that is not there.</summary>
    public static Deviation MissingTable { get; } = new("A table that cannot be asked for EHLO keywords or commands ends the process.");

    /// <summary>A carriage return beyond the longest line.</summary>
    public static Deviation LineLimit { get; } = new("Postfix 3.7.11 does not count the last carriage return against `line_length_limit`.");

    /// <summary>Addresses longer than any address.</summary>
    public static Deviation LongAddress { get; } = new(
        "A name or address of a client is logged as long as it is.",
        static text => LoggedRecipient().Replace(text, "$1"));

    [GeneratedRegex("(to=<.{300}).*(?=>, proto=)")]
    private static partial Regex LoggedRecipient();

    [GeneratedRegex("(lookup error for DNS query ).*")]
    private static partial Regex LookupError();
}
