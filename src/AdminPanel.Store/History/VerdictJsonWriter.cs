using System.Buffers;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.History;

/// <summary>
/// Writes verdicts as <see cref="VerdictJson.Deserialize"/> reads them: members by name, in order, without those that hold their default. By hand,
/// because every connection pays for it. One verdict at a time.
/// </summary>
internal sealed class VerdictJsonWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4_096);
    private readonly Utf8JsonWriter _json;
    private IPEndPoint? _endPoint;
    private string _endPointText = "";

    public VerdictJsonWriter() =>
        _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>The verdict in UTF-8, good until the next call.</summary>
    public ReadOnlySpan<byte> Write(VerdictEvent v)
    {
        _bytes.ResetWrittenCount();
        _json.Reset(_bytes);
        _json.WriteStartObject();
        Number("Sequence"u8, v.Sequence);
        _json.WriteString("Id"u8, v.Id);
        _json.WriteString("ConnectedAt"u8, v.ConnectedAt);
        Number("Duration"u8, v.Duration.Ticks);
        EndPoint("Client"u8, v.Client);
        EndPoint("Server"u8, v.Server);
        Number("SettingsVersion"u8, v.SettingsVersion);
        if (v.Reason != default) _json.WriteString("Reason"u8, v.Reason.ToString());
        if (v.Disposition != default) _json.WriteString("Disposition"u8, v.Disposition.ToString());
        Flag("WouldHave"u8, v.WouldHave);
        Text("AccessRule"u8, v.AccessRule);
        Text("AccessEntryId"u8, v.AccessEntryId);
        Text("CacheState"u8, v.CacheState);
        if (Begin("Checks"u8, v.Checks.IsDefaultOrEmpty))
        {
            foreach (var check in v.Checks) Write(check);
            _json.WriteEndArray();
        }

        if (Begin("Dnsbl"u8, v.Dnsbl.IsDefaultOrEmpty))
        {
            foreach (var answer in v.Dnsbl) Write(answer);
            _json.WriteEndArray();
        }

        if (v.Rank is { } rank) _json.WriteNumber("Rank"u8, rank);
        Number("Threshold"u8, v.Threshold);
        Text("Helo"u8, v.Helo);
        Text("Sender"u8, v.Sender);
        if (Begin("Recipients"u8, v.Recipients.IsDefaultOrEmpty))
        {
            foreach (var recipient in v.Recipients) _json.WriteStringValue(recipient);
            _json.WriteEndArray();
        }

        Text("Reply"u8, v.Reply);
        Text("Handoff"u8, v.Handoff);
        if (Begin("Notes"u8, v.Notes.IsDefaultOrEmpty))
        {
            foreach (var note in v.Notes) Write(note);
            _json.WriteEndArray();
        }

        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Write(CheckOutcome check)
    {
        _json.WriteStartObject();
        if (check.Check != default) _json.WriteString("Check"u8, check.Check.ToString());
        if (check.Result != default) _json.WriteString("Result"u8, check.Result.ToString());
        Text("Action"u8, check.Action);
        Time("Duration"u8, check.Duration);
        Text("Detail"u8, check.Detail);
        Flag("Spared"u8, check.Spared);
        _json.WriteEndObject();
    }

    private void Write(DnsblAnswer answer)
    {
        _json.WriteStartObject();
        Text("List"u8, answer.List);
        Text("Outcome"u8, answer.Outcome);
        if (Begin("Codes"u8, answer.Codes.IsDefaultOrEmpty))
        {
            foreach (var code in answer.Codes) _json.WriteStringValue(code);
            _json.WriteEndArray();
        }

        Number("Weight"u8, answer.Weight);
        Flag("FilteredOut"u8, answer.FilteredOut);
        Time("Latency"u8, answer.Latency);
        Time("Ttl"u8, answer.Ttl);
        Text("Error"u8, answer.Error);
        Text("Withheld"u8, answer.Withheld);
        Flag("Shared"u8, answer.Shared);
        _json.WriteEndObject();
    }

    private void Write(ScreeningNote note)
    {
        _json.WriteStartObject();
        if (note.Kind != default) _json.WriteString("Kind"u8, note.Kind.ToString());
        _json.WriteString("At"u8, note.At);
        EndPoint("Client"u8, note.Client);
        EndPoint("Server"u8, note.Server);
        Number("Count"u8, note.Count);
        Number("Elapsed"u8, note.Elapsed.Ticks);
        Text("Text"u8, note.Text);
        Text("Detail"u8, note.Detail);
        Text("Sender"u8, note.Sender);
        Text("Recipient"u8, note.Recipient);
        Text("Protocol"u8, note.Protocol);
        Text("Helo"u8, note.Helo);
        _json.WriteEndObject();
    }

    private bool Begin(ReadOnlySpan<byte> name, bool empty)
    {
        if (!empty) _json.WriteStartArray(name);
        return !empty;
    }

    private void Number(ReadOnlySpan<byte> name, long value)
    {
        if (value != 0) _json.WriteNumber(name, value);
    }

    private void Flag(ReadOnlySpan<byte> name, bool value)
    {
        if (value) _json.WriteBoolean(name, true);
    }

    private void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) _json.WriteString(name, value);
    }

    private void Time(ReadOnlySpan<byte> name, TimeSpan? value)
    {
        if (value is { } time) _json.WriteNumber(name, time.Ticks);
    }

    private void EndPoint(ReadOnlySpan<byte> name, IPEndPoint? value)
    {
        if (value is null) return;

        // The same client stands in every note.
        if (!ReferenceEquals(value, _endPoint)) (_endPoint, _endPointText) = (value, value.ToString());
        _json.WriteString(name, _endPointText);
    }
}
