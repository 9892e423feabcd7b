using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AdminPanel.Web.Account;

/// <summary>
/// The one-time secret that lets the person at the console create the owner. Exists only while nobody can sign in, never longer than the
/// process, and works once. Thread-safe.
/// </summary>
public sealed class SetUpLink
{
    private readonly Lock _lock = new();
    private string? _token;

    /// <summary>The token while set-up is open; null otherwise. For the console only, never for a log.</summary>
    public string? Token
    {
        get
        {
            lock (_lock) return _token;
        }
    }

    /// <summary>Opens set-up with a fresh token of 256 random bits.</summary>
    public void Open()
    {
        lock (_lock) _token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    }

    /// <summary>Whether <paramref name="token"/> is the one; takes the same time for every wrong one of its length.</summary>
    public bool Matches(string? token)
    {
        lock (_lock)
        {
            return _token is not null && token is not null
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(_token));
        }
    }

    /// <summary>Takes the token: true for exactly one caller with the right one. Give it back with <see cref="PutBack"/> when nothing came of it.</summary>
    public bool TryTake(string? token)
    {
        lock (_lock)
        {
            if (!Matches(token)) return false;
            _token = null;
            return true;
        }
    }

    /// <summary>Opens set-up again with the same token, after creating the owner failed.</summary>
    public void PutBack(string token)
    {
        lock (_lock) _token = token;
    }
}
