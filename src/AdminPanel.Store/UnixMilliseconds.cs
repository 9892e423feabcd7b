using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AdminPanel.Store;

/// <summary>Stores moments as milliseconds since the epoch: every provider sorts and compares them, SQLite has no type of its own.</summary>
internal sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
    static moment => moment.ToUnixTimeMilliseconds(),
    static milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
