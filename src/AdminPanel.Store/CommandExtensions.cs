using System.Data.Common;

namespace AdminPanel.Store;

/// <summary>Prepared commands for rows by the thousand, where change tracking would cost most of the time. Provider-neutral SQL only.</summary>
internal static class CommandExtensions
{
    /// <summary>A prepared command with parameters <c>@p0</c>… in the transaction.</summary>
    public static DbCommand Prepare(this DbTransaction transaction, string sql, int parameters)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The text is a constant of the caller.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Puts values into the parameters, in order.</summary>
    public static DbCommand With(this DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
