using System.Net;

namespace AdminPanel.Screening.AccessLists;

/// <summary>What a table says about an address.</summary>
/// <param name="Value">The result; null when it does not know the address.</param>
/// <param name="Failed">True when it could not be asked.</param>
public readonly record struct AddressTableAnswer(string? Value, bool Failed);

/// <summary>A table that an <see cref="AccessList"/> asks about the whole client address. Thread-safe, never blocks.</summary>
public interface IAddressTable
{
    /// <summary><c>type:path</c>, as warnings name it.</summary>
    string Name { get; }

    /// <summary>Asks for <paramref name="address"/>.</summary>
    AddressTableAnswer Find(IPAddress address);
}
