using System.Collections.Immutable;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>The different answers that zones gave, by number. Not thread-safe; a frozen copy is.</summary>
internal sealed class AnswerBook
{
    private readonly Dictionary<AnswerKey, int> _ids = [];
    private readonly List<KnownAnswer> _answers = [];

    public ImmutableArray<KnownAnswer> Frozen => [.. _answers];

    public int Intern(ZoneReply reply)
    {
        var codes = reply.Answer == ZoneAnswer.Listed ? reply.Codes : [];
        var key = new AnswerKey(reply.Zone, reply.State, reply.Answer, codes.Length == 1 ? codes[0] : 0, codes.Length > 1 ? string.Join(',', codes) : null);
        if (_ids.TryGetValue(key, out var id)) return id;
        _answers.Add(new KnownAnswer(reply.Zone, reply.List, reply.State, reply.Answer, codes));
        return _ids[key] = _answers.Count - 1;
    }

    private readonly record struct AnswerKey(string Zone, ZoneReplyState State, ZoneAnswer Answer, uint Code, string? Codes);
}

/// <summary>One answer of one zone.</summary>
internal sealed record KnownAnswer(string Zone, string List, ZoneReplyState State, ZoneAnswer Answer, ImmutableArray<uint> Codes);
