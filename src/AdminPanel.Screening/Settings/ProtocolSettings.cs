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

    /// <summary><c>postscreen_forbidden_commands</c>: verbs, compared without case.</summary>
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
