namespace AdminPanel.Web.Account;

/// <summary>What whoever holds a one-time link sends: its code first, then with it who they are and the password they chose.</summary>
public sealed class OneTimeForm
{
    /// <summary>Said when <see cref="Differs"/>.</summary>
    public const string DifferentPasswords = "The two passwords differ.";

    /// <summary>The part of the link behind the #.</summary>
    public string? Code { get; set; }

    /// <summary>The sign-in name.</summary>
    public string? Name { get; set; }

    /// <summary>The password.</summary>
    public string? Password { get; set; }

    /// <summary>The password typed again.</summary>
    public string? Again { get; set; }

    /// <summary>The two passwords are not the same.</summary>
    public bool Differs => (Password ?? "") != (Again ?? "");
}
