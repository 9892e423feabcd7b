using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using AdminPanel.Store.Preferences;
using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace AdminPanel.Web.Account;

/// <summary>
/// Every browser in which somebody is signed in. The cookie holds only a random key, so a session ends at once, its open pages included,
/// when it is taken away here. Kept over a restart by <see cref="SessionStore"/>. Thread-safe.
/// </summary>
public sealed class PanelSessions(SessionStore store, PreferencesStore preferences, IDataProtectionProvider protection, TimeProvider time) : ITicketStore
{
    /// <summary>The claim that names the session.</summary>
    public const string Claim = "session";

    private const int AgentLength = 200;
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Live> _byKey = new();
    private readonly IDataProtector _protector = protection.CreateProtector("AdminPanel.Sessions");

    /// <summary>Raised with a session's id when it ended, on any thread.</summary>
    public event Action<string>? Ended;

    /// <summary>Reads what was stored before the restart. Once, before requests come.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var unreadable = new List<string>();
        foreach (var stored in await store.ListAsync(cancellationToken))
        {
            if (Unprotect(stored.Ticket) is { } ticket) _byKey[stored.KeyHash] = new Live(stored.Id, stored.UserId, stored.CreatedAt, stored.From, stored.Agent) { Ticket = ticket, SeenAt = stored.SeenAt, StoredAt = stored.SeenAt };
            else unreadable.Add(stored.Id);
        }

        await store.RemoveAsync(unreadable, cancellationToken);
    }

    /// <summary>The sessions that have not ended, the last used first; of one user, or of all.</summary>
    public IReadOnlyList<SessionInfo> List(string? userId = null) =>
        [.. _byKey.Values.Where(live => userId is null || live.UserId == userId).OrderByDescending(static live => live.SeenAt)
            .Select(static live => new SessionInfo(live.Id, live.UserId, live.CreatedAt, live.SeenAt, live.From, live.Agent))];

    /// <summary>Whether the session has not ended.</summary>
    public bool IsLive(string id) => _byKey.Values.Any(live => live.Id == id && !IsIdle(live));

    /// <summary>Ends one session.</summary>
    public Task EndAsync(string id, CancellationToken cancellationToken) => EndAsync(live => live.Id == id, cancellationToken);

    /// <summary>Ends every session of a user but <paramref name="except"/>; the number ended.</summary>
    public Task<int> EndAllAsync(string userId, string? except, CancellationToken cancellationToken) =>
        EndAsync(live => live.UserId == userId && live.Id != except, cancellationToken);

    /// <summary>Ends those that were not used for <see cref="PanelPreferences.IdleSignOut"/>; the number ended.</summary>
    public Task<int> EndIdleAsync(CancellationToken cancellationToken) => EndAsync(IsIdle, cancellationToken);

    /// <inheritdoc/>
    public Task<string> StoreAsync(AuthenticationTicket ticket) => AddAsync(ticket, null, CancellationToken.None);

    /// <inheritdoc/>
    public Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken) => AddAsync(ticket, httpContext, cancellationToken);

    /// <inheritdoc/>
    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (!_byKey.TryGetValue(Hash(key), out var live)) return;
        if (live.UserId != UserId(ticket))
        {
            // Somebody else signs in where another was: the key stays in the cookie, the session is a new one.
            var other = new Live(NewId(), UserId(ticket), time.GetUtcNow(), live.From, live.Agent);
            await EndAsync(live.Id, CancellationToken.None);
            live = _byKey[Hash(key)] = other;
        }

        live.Ticket = WithClaim(ticket, live.Id);
        live.SeenAt = time.GetUtcNow();
        await SaveAsync(Hash(key), live, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        if (!_byKey.TryGetValue(Hash(key), out var live)) return null;
        if (IsIdle(live))
        {
            await EndAsync(live.Id, CancellationToken.None);
            return null;
        }

        live.SeenAt = time.GetUtcNow();
        if (live.SeenAt - live.StoredAt >= TouchInterval)
        {
            live.StoredAt = live.SeenAt;
            await store.TouchAsync(live.Id, live.SeenAt, CancellationToken.None);
        }

        return live.Ticket;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string key) => _byKey.TryGetValue(Hash(key), out var live) ? EndAsync(live.Id, CancellationToken.None) : Task.CompletedTask;

    private static AuthenticationTicket WithClaim(AuthenticationTicket ticket, string id)
    {
        var principal = ticket.Principal.Clone();
        var identity = (ClaimsIdentity)principal.Identity!;
        foreach (var old in identity.FindAll(Claim).ToList()) identity.RemoveClaim(old);
        identity.AddClaim(new Claim(Claim, id));
        return new AuthenticationTicket(principal, ticket.Properties, ticket.AuthenticationScheme);
    }

    private static string UserId(AuthenticationTicket ticket) => ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";

    private static string NewId() => Guid.NewGuid().ToString("N");

    private static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private async Task<string> AddAsync(AuthenticationTicket ticket, HttpContext? http, CancellationToken cancellationToken)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var agent = http?.Request.Headers.UserAgent.ToString() ?? "";
        var live = new Live(
            NewId(), UserId(ticket), time.GetUtcNow(), ClientOrigin.Address(http) ?? "", agent.Length > AgentLength ? agent[..AgentLength] : agent)
        { SeenAt = time.GetUtcNow() };
        live.Ticket = WithClaim(ticket, live.Id);
        await SaveAsync(Hash(key), live, cancellationToken);
        _byKey[Hash(key)] = live;
        return key;
    }

    private Task SaveAsync(string hash, Live live, CancellationToken cancellationToken)
    {
        live.StoredAt = live.SeenAt;
        var ticket = _protector.Protect(TicketSerializer.Default.Serialize(live.Ticket));
        return store.SaveAsync(new StoredSession(live.Id, hash, live.UserId, ticket, live.CreatedAt, live.SeenAt, live.From, live.Agent), cancellationToken);
    }

    private AuthenticationTicket? Unprotect(ReadOnlyMemory<byte> ticket)
    {
        try
        {
            return TicketSerializer.Default.Deserialize(_protector.Unprotect(ticket.ToArray()));
        }
        catch (CryptographicException)
        {
            // The keys were replaced: whoever had the session signs in again.
            return null;
        }
    }

    private bool IsIdle(Live live) => time.GetUtcNow() - live.SeenAt >= preferences.Current.IdleSignOut;

    private async Task<int> EndAsync(Func<Live, bool> which, CancellationToken cancellationToken)
    {
        var ended = new List<string>();
        foreach (var (key, live) in _byKey)
        {
            if (which(live) && _byKey.TryRemove(key, out _)) ended.Add(live.Id);
        }

        if (ended.Count == 0) return 0;
        foreach (var id in ended) Ended?.Invoke(id);
        await store.RemoveAsync(ended, cancellationToken);
        return ended.Count;
    }

    private sealed class Live(string id, string userId, DateTimeOffset createdAt, string from, string agent)
    {
        public string Id => id;

        public string UserId => userId;

        public DateTimeOffset CreatedAt => createdAt;

        public string From => from;

        public string Agent => agent;

        public AuthenticationTicket Ticket { get; set; } = default!;

        public DateTimeOffset SeenAt { get; set; }

        public DateTimeOffset StoredAt { get; set; }
    }
}
