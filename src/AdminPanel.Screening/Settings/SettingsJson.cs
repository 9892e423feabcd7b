using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdminPanel.Screening.Settings;

/// <summary>The stored form of settings: stable JSON with times in Postfix spelling. Unknown properties are ignored, missing ones take their default.</summary>
public static class SettingsJson
{
    /// <summary>The options every reader and writer of settings uses.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters = { new PostfixTimeConverter(), new JsonStringEnumConverter() },
    };

    /// <summary>Canonical text: equal settings give equal text.</summary>
    public static string Serialize(ScreeningSettings settings) => JsonSerializer.Serialize(settings, Options);

    /// <summary>Reads stored settings. Throws <see cref="JsonException"/> when the text is not settings.</summary>
    public static ScreeningSettings Deserialize(string json) =>
        JsonSerializer.Deserialize<ScreeningSettings>(json, Options) ?? throw new JsonException("The settings are empty.");

    /// <summary>SHA-256 of the canonical text, lower-case hexadecimal.</summary>
    public static string Hash(ScreeningSettings settings) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Serialize(settings))));

    private sealed class PostfixTimeConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            PostfixTime.TryParse(reader.GetString(), 's', out var value, out var error) ? value : throw new JsonException(error);

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(PostfixTime.Format(value));
    }
}
