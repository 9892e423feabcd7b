using AdminPanel.Screening.AccessLists;

namespace AdminPanel.Screening.Replay;

/// <summary>What a client has of one check.</summary>
internal enum PassState
{
    /// <summary>Never passed.</summary>
    Never,

    /// <summary>Passed once, not valid any more.</summary>
    Expired,

    /// <summary>A valid pass.</summary>
    Valid,
}

/// <summary>The flags of a <see cref="CaseKey"/>: two bits for each check's pass, then one each.</summary>
internal static class CaseBits
{
    private const int Shared = 1 << 10;
    private const int PassNewTaken = 1 << 11;
    private const int Veto = 1 << 12;
    private const int Talks = 1 << 13;
    private const int ListsFirst = 1 << 14;
    private const int ListsAfterTalk = 1 << 15;
    private const int AccessShift = 16;
    private const int ShareShift = 18;

    public static int WithPass(int bits, int check, PassState state) => (bits & ~(3 << (2 * check))) | ((int)state << (2 * check));

    public static PassState Pass(int bits, int check) => (PassState)((bits >> (2 * check)) & 3);

    public static bool IsShared(int bits) => (bits & Shared) != 0;

    public static bool IsPassNewTaken(int bits) => (bits & PassNewTaken) != 0;

    public static bool IsVeto(int bits) => (bits & Veto) != 0;

    public static bool TalksEarly(int bits) => (bits & Talks) != 0;

    public static AccessAction Access(int bits) => (AccessAction)((bits >> AccessShift) & 3);

    public static bool AreListsFirst(int bits) => (bits & ListsFirst) != 0;

    public static bool AreListsAfterTalk(int bits) => (bits & ListsAfterTalk) != 0;

    /// <summary>The lists reply when they did then (0), at once (1), or right after early talk (2).</summary>
    public static int WithOrder(int bits, int order) => order switch { 0 => bits, 1 => bits | ListsFirst, _ => bits | ListsAfterTalk };

    public static int WithTalk(int bits) => bits | Talks;

    /// <summary>The flags of a row.</summary>
    /// <param name="flags">The row's.</param>
    /// <param name="access">The access list's decision.</param>
    /// <param name="shares">Which partial actions are in force for the client, two bits.</param>
    public static int Of(byte flags, AccessAction access, int shares) =>
        ((flags & ArchiveRow.SharedFlag) != 0 ? Shared : 0) | ((flags & ArchiveRow.PassNewTakenFlag) != 0 ? PassNewTaken : 0)
        | ((flags & ArchiveRow.VetoFlag) != 0 ? Veto : 0) | ((int)access << AccessShift) | (shares << ShareShift);
}
