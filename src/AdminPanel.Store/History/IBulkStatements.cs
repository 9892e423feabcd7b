using System.Data.Common;

namespace AdminPanel.Store.History;

/// <summary>The provider's cheapest way to insert rows by the thousand, past ADO.NET's parameters and readers. Stateless.</summary>
public interface IBulkStatements
{
    /// <summary>Compiles an INSERT whose parameters <c>@p0</c>, <c>@p1</c>… stand in this order. Throws <see cref="DbException"/>.</summary>
    IBulkInsert Prepare(DbTransaction transaction, string sql);
}

/// <summary>One INSERT, to be run many times within its transaction. Parameters count from 0; those that are not set are null. Not thread-safe.</summary>
public interface IBulkInsert : IDisposable
{
    /// <summary>Sets a number.</summary>
    void Set(int parameter, long? value);

    /// <summary>Sets a text.</summary>
    void Set(int parameter, string? value);

    /// <summary>Sets a text that is UTF-8 already.</summary>
    void SetText(int parameter, ReadOnlySpan<byte> utf8);

    /// <summary>Sets bytes.</summary>
    void SetBytes(int parameter, ReadOnlySpan<byte> bytes);

    /// <summary>Inserts the row and forgets the parameters. Returns the row's key, or null when it was there already. Throws <see cref="DbException"/>.</summary>
    long? Run();
}
