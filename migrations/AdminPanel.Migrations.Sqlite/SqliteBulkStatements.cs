using System.Data.Common;
using System.Text;
using AdminPanel.Store.History;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AdminPanel.Migrations.Sqlite;

/// <summary>Inserts by SQLite's own statements. ADO.NET looks every parameter up by name and makes a reader for every row, which costs more than the insert.</summary>
internal sealed class SqliteBulkStatements : IBulkStatements
{
    public IBulkInsert Prepare(DbTransaction transaction, string sql)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var database = ((SqliteConnection)transaction.Connection!).Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out var statement), database);
        return new Insert(database, statement);
    }

    private sealed class Insert(sqlite3 database, sqlite3_stmt statement) : IBulkInsert
    {
        private byte[] _utf8 = new byte[512];

        public void Set(int parameter, long? value)
        {
            if (value is { } number) Check(raw.sqlite3_bind_int64(statement, parameter + 1, number));
        }

        public void Set(int parameter, string? value)
        {
            if (value is null) return;
            var most = Encoding.UTF8.GetMaxByteCount(value.Length);
            if (_utf8.Length < most) _utf8 = new byte[most];
            SetText(parameter, _utf8.AsSpan(0, Encoding.UTF8.GetBytes(value, _utf8)));
        }

        public void SetText(int parameter, ReadOnlySpan<byte> utf8)
        {
            // An empty span has no address, which SQLite takes as null.
            Check(utf8.IsEmpty ? raw.sqlite3_bind_text(statement, parameter + 1, "") : raw.sqlite3_bind_text(statement, parameter + 1, utf8));
        }

        public void SetBytes(int parameter, ReadOnlySpan<byte> bytes) =>
            Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, parameter + 1, 0) : raw.sqlite3_bind_blob(statement, parameter + 1, bytes));

        public long? Run()
        {
            var result = raw.sqlite3_step(statement);
            var error = result == raw.SQLITE_DONE ? null : Failure(result);
            var key = error is null && raw.sqlite3_changes(database) > 0 ? raw.sqlite3_last_insert_rowid(database) : (long?)null;
            _ = raw.sqlite3_reset(statement);
            _ = raw.sqlite3_clear_bindings(statement);
            return error is null ? key : throw error;
        }

        public void Dispose() => statement.Dispose();

        private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);

        private SqliteException Failure(int result) =>
            new(raw.sqlite3_errmsg(database).utf8_to_string(), result, raw.sqlite3_extended_errcode(database));
    }
}
