using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Postfix.Maillog;

/// <summary>
/// What the lists said about a connection of a log. A log has the listings alone: weights, filters and the threshold come from settings, and
/// "not listed" is believed of lists only that are known to have been asked.
/// </summary>
internal sealed class ScreeningLists
{
    private const int SeenLimit = 10_000;
    private readonly DnsblTable _table;
    private readonly Dictionary<string, int> _zones = new(StringComparer.Ordinal);
    private readonly bool[] _asked;
    private readonly ListsAnswers _clean;
    private readonly ImmutableArray<string> _askedBesides;

    /// <summary>Most clients are listed by the same few lists with the same codes.</summary>
    private readonly Dictionary<ListingsKey, ListsAnswers> _seen = [];

    /// <param name="settings">Weights, filters and display names.</param>
    /// <param name="asked">Zones known to have been asked about every client; null for all of <paramref name="settings"/>.</param>
    public ScreeningLists(ScreeningSnapshot settings, IReadOnlyCollection<string>? asked)
    {
        _table = settings.Dnsbl;
        _asked = new bool[_table.Zones.Length];
        for (var i = 0; i < _asked.Length; i++)
        {
            _zones[_table.Zones[i].Name] = i;
            _asked[i] = asked is null || asked.Contains(_table.Zones[i].Name);
        }

        _askedBesides = [.. (asked ?? []).Where(zone => !_zones.ContainsKey(zone))];
        _clean = Answers([], known: true);
    }

    /// <summary>The name to show: a zone may carry a key of its owner.</summary>
    public string DisplayName(string zone) => _zones.TryGetValue(zone, out var index) ? _table.Zones[index].DisplayName : KeyedZones.Hide(zone);

    /// <summary>A text of dnsblog without the zone's key.</summary>
    public string HideZone(string text, string zone) => text.Replace(zone, DisplayName(zone), StringComparison.Ordinal);

    /// <summary>The answers and what they add up to.</summary>
    /// <param name="listings">What dnsblog logged.</param>
    /// <param name="known">True when the answers were in: lists that were asked and did not list the client said "not listed".</param>
    public ListsAnswers Judge(IReadOnlyList<Listing> listings, bool known) =>
        listings.Count > 0 ? Remembered(listings, known) : known ? _clean : ListsAnswers.None;

    private ListsAnswers Remembered(IReadOnlyList<Listing> listings, bool known)
    {
        var key = new ListingsKey([.. listings], known);
        if (_seen.TryGetValue(key, out var answers)) return answers;
        if (_seen.Count >= SeenLimit) _seen.Clear();
        return _seen[key] = Answers(listings, known);
    }

    private ListsAnswers Answers(IReadOnlyList<Listing> listings, bool known)
    {
        var score = new DnsblScore(_table);
        var answers = ImmutableArray.CreateBuilder<DnsblAnswer>();
        var replies = ImmutableArray.CreateBuilder<ZoneReply>();
        var state = known ? ZoneReplyState.InTime : ZoneReplyState.Late;
        foreach (var zone in listings.Select(static listing => listing.Zone).Distinct().Where(_zones.ContainsKey))
        {
            var codes = Codes(listings, zone);
            if (codes.Length > 0) score.Add(_zones[zone], new DnsblReply { Outcome = DnsblOutcome.Listed, Addresses = codes });
        }

        for (var i = 0; i < _table.Zones.Length; i++)
            Add(_table.Zones[i].Name, _table.Zones[i].Digest, score[i].Weight, score[i] is { Reply: not null, FilteredOut: true }, _asked[i]);
        foreach (var zone in listings.Select(static listing => listing.Zone).Concat(known ? _askedBesides : []).Distinct().Where(zone => !_zones.ContainsKey(zone)))
            Add(zone, ZoneDigest.Of(zone), 0, false, asked: true);
        return new ListsAnswers(answers.ToImmutable(), replies.ToImmutable(), score.Tally.Rank);

        void Add(string zone, string digest, int weight, bool filteredOut, bool asked)
        {
            var name = DisplayName(zone);
            var codes = Codes(listings, zone);
            if (codes.Length > 0)
            {
                answers.Add(new DnsblAnswer { List = name, Outcome = "listed", Codes = [.. codes.Select(Dotted)], Weight = weight, FilteredOut = filteredOut });
                replies.Add(new ZoneReply(digest, state, ZoneAnswer.Listed) { List = name, Codes = codes });
            }
            else if (listings.FirstOrDefault(listing => listing.Zone == zone).Error is { } error)
            {
                answers.Add(new DnsblAnswer { List = name, Outcome = "error", Error = error });
                replies.Add(new ZoneReply(digest, state, ZoneAnswer.Error) { List = name });
            }
            else if (known && asked)
            {
                answers.Add(new DnsblAnswer { List = name, Outcome = "not listed" });
                replies.Add(new ZoneReply(digest, state, ZoneAnswer.NotListed) { List = name });
            }
        }
    }

    private static ImmutableArray<uint> Codes(IReadOnlyList<Listing> listings, string zone) =>
        [.. listings.Where(listing => listing.Zone == zone && listing.Error is null).Select(static listing => listing.Code).Distinct()];

    private static string Dotted(uint code) => string.Create(CultureInfo.InvariantCulture, $"{code >> 24}.{(code >> 16) & 255}.{(code >> 8) & 255}.{code & 255}");
}

/// <summary>One line of dnsblog about a client: a listing, or a lookup without a usable answer.</summary>
internal readonly record struct Listing(string Zone, uint Code, string? Error)
{
    /// <summary>
    /// An answer in 127.255.255.0/24 or outside 127.0.0.0/8 is no listing, whatever postscreen made of it: the list refused to answer, or it
    /// is dead.
    /// </summary>
    public static Listing Of(string zone, ReadOnlySpan<byte> answer)
    {
        if (!LogAddress.TryParse(answer, out var address) || address.Bits >> 32 != 0xffff) return new(zone, 0, "answered something that is no address");
        var code = (uint)(address.Bits & uint.MaxValue);
        return code >> 24 == 127 && code >> 8 != 0x7FFFFF ? new(zone, code, null) : new(zone, 0, $"answered {new IPAddress((long)System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(code))}: no listing");
    }
}

/// <summary>The same lines in the same order.</summary>
internal readonly struct ListingsKey(ImmutableArray<Listing> listings, bool known) : IEquatable<ListingsKey>
{
    private readonly ImmutableArray<Listing> _listings = listings;
    private readonly bool _known = known;

    public bool Equals(ListingsKey other) => _known == other._known && _listings.AsSpan().SequenceEqual(other._listings.AsSpan());

    public override bool Equals(object? obj) => obj is ListingsKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_known);
        foreach (var listing in _listings)
        {
            hash.Add(listing.Zone, StringComparer.Ordinal);
            hash.Add(listing.Code);
        }

        return hash.ToHashCode();
    }
}

/// <summary>What the lists said about a connection.</summary>
/// <param name="Answers">For people.</param>
/// <param name="Replies">For replays.</param>
/// <param name="Rank">What they add up to.</param>
internal sealed record ListsAnswers(ImmutableArray<DnsblAnswer> Answers, ImmutableArray<ZoneReply> Replies, int Rank)
{
    public static ListsAnswers None { get; } = new([], [], 0);
}
