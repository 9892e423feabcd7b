namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>Steps that many scripts share.</summary>
internal static class Steps
{
    /// <summary>The teaser and, after the wait, the rest of the greeting.</summary>
    public const string Greeting = "< 220-\n< 220\n";

    /// <summary>QUIT and the end.</summary>
    public const string Quit = "> QUIT\n< 221\n.\n";

    /// <summary>Another connection of the same client, when both servers have noticed the end of the one before.</summary>
    public const string Again = "wait 300\nconnect\n";

    /// <summary>HELO and a sender.</summary>
    public const string Helo = "> HELO x\n< 250\n";

    /// <summary>EHLO.</summary>
    public const string Ehlo = "> EHLO x\n< 250\n";

    /// <summary>EHLO and a sender.</summary>
    public const string Sender = Ehlo + "> MAIL FROM:<a@b>\n< 250\n";

    /// <summary>A command and the start of its reply.</summary>
    public static string Ask(string command, string reply) => $"> {command}\n< {reply}\n";

    /// <summary>EHLO, a sender and a recipient, answered with <paramref name="reply"/>.</summary>
    public static string Recipient(string reply) => Sender + Ask("RCPT TO:<c@d>", reply);
}
