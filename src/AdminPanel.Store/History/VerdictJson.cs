using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.History;

/// <summary>The stored form of a <see cref="VerdictEvent"/>: compact JSON without defaults, enums by name, endpoints as text, times in ticks of 100 ns.</summary>
public static class VerdictJson
{
    /// <summary>For reading; <see cref="VerdictJsonWriter"/> writes.</summary>
    private static readonly JsonSerializerOptions Options = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NothingRequired } },
        Converters = { new JsonStringEnumConverter(), new EndPointConverter(), new TicksConverter() },
    };

    /// <summary>Writes a verdict.</summary>
    public static string Serialize(VerdictEvent verdict)
    {
        using var writer = new VerdictJsonWriter();
        return Encoding.UTF8.GetString(writer.Write(verdict));
    }

    /// <summary>Reads a stored verdict. Throws <see cref="JsonException"/> when it is none.</summary>
    public static VerdictEvent Deserialize(string json) =>
        JsonSerializer.Deserialize<VerdictEvent>(json, Options) ?? throw new JsonException("The verdict is empty.");

    /// <summary>Required members are left out too when they hold their type's default, so reading must not insist on them.</summary>
    private static void NothingRequired(JsonTypeInfo type)
    {
        foreach (var property in type.Properties) property.IsRequired = false;
    }

    private sealed class EndPointConverter : JsonConverter<IPEndPoint>
    {
        public override IPEndPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            IPEndPoint.TryParse(reader.GetString()!, out var endPoint) ? endPoint : throw new JsonException("not an address and port");

        public override void Write(Utf8JsonWriter writer, IPEndPoint value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    private sealed class TicksConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TimeSpan.FromTicks(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
