using System.Collections.Immutable;

namespace AdminPanel.Screening.Settings;

/// <summary>The dummy SMTP engine and the deep protocol tests that run in it.</summary>
public sealed record ProtocolSettings
{
    /// <summary><c>postscreen_pipelining_*</c>.</summary>
    public DeepTestSettings Pipelining { get; init; } = new() { Action = ScreeningAction.Enforce };

    /// <summary><c>postscreen_non_smtp_command_*</c>.</summary>
    public DeepTestSettings NonSmtpCommand { get; init; } = new() { Action = ScreeningAction.Drop };

    /// <summary><c>postscreen_bare_newline_*</c>.</summary>
    public DeepTestSettings BareNewline { get; init; } = new() { Action = ScreeningAction.Ignore };

    /// <summary>
    /// <c>postscreen_forbidden_commands</c>: verbs, compared without case, and tables <c>type:/path</c> that are asked for the verb; the first
    /// that matches decides, a leading <c>!</c> means "not forbidden".
    /// </summary>
    public ImmutableArray<string> ForbiddenCommands { get; init; } = ["CONNECT", "GET", "POST"];

    /// <summary>True also forbids every verb that does not start with a letter (the default entry <c>regexp:{{/^[^A-Z]/ Bogus}}</c>).</summary>
    public bool ForbidNonLetterCommands { get; init; } = true;

    /// <summary><c>postscreen_helo_required</c>.</summary>
    public bool HeloRequired { get; init; }

    /// <summary><c>postscreen_disable_vrfy_command</c>: VRFY answers 502.</summary>
    public bool DisableVrfy { get; init; }

    /// <summary><c>disable_vrfy_command</c>: decides whether EHLO advertises VRFY.</summary>
    public bool HideVrfy { get; init; }

    /// <summary><c>postscreen_discard_ehlo_keywords</c>.</summary>
    public ImmutableArray<string> DiscardEhloKeywords { get; init; } = [];

    /// <summary><c>postscreen_discard_ehlo_keyword_address_maps</c>: tables <c>type:/path</c> that are asked for the client address; a result replaces <see cref="DiscardEhloKeywords"/>.</summary>
    public ImmutableArray<string> DiscardEhloKeywordAddressMaps { get; init; } = [];

    /// <summary><c>postscreen_command_filter</c>: a table <c>type:/path</c> that is asked for each whole command line and replaces it; empty means none.</summary>
    public string CommandFilter { get; init; } = "";

    /// <summary><c>postscreen_command_time_limit</c>: the time to receive one command line. At least 1 s.</summary>
    public StressTime CommandTimeLimit { get; init; } = new(TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(10));

    /// <summary><c>postscreen_command_count_limit</c>. At least 1.</summary>
    public int CommandCountLimit { get; init; } = 20;

    /// <summary><c>line_length_limit</c>: the longest command line in bytes. At least 512.</summary>
    public int LineLengthLimit { get; init; } = 2048;

    /// <summary><c>message_size_limit</c> as EHLO announces it, in bytes; 0 means no limit.</summary>
    public long MessageSizeLimit { get; init; } = 10_240_000;

    /// <summary><c>smtputf8_enable</c>: EHLO announces SMTPUTF8.</summary>
    public bool SmtpUtf8 { get; init; } = true;

    /// <summary><c>postscreen_reject_footer</c>; empty means none.</summary>
    public string RejectFooter { get; init; } = "";

    /// <summary><c>postscreen_reject_footer_maps</c>: tables <c>type:/path</c> that are asked for the whole reply; a result wins over <see cref="RejectFooter"/>.</summary>
    public ImmutableArray<string> RejectFooterMaps { get; init; } = [];

    /// <summary>
    /// <c>postscreen_expansion_filter</c>: the characters that stay in what a footer's macros stand for, as main.cf writes them (<c>\t\40</c> is a
    /// tab and a blank); others become <c>_</c>. Empty means Postfix's default.
    /// </summary>
    public string ExpansionFilter { get; init; } = "";
}

/// <summary>One deep protocol test.</summary>
public sealed record DeepTestSettings
{
    /// <summary><c>postscreen_*_enable</c>.</summary>
    public bool Enable { get; init; }

    /// <summary><c>postscreen_*_action</c>.</summary>
    public ScreeningAction Action { get; init; }

    /// <summary><c>postscreen_*_ttl</c>. At least 1 s.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromDays(30);
}
