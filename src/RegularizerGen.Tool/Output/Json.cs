using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegularizerGen.Tool.Output;

/// <summary>Results as JSON: as certificates, infinite numbers are null.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(), new NullForInfinity() },
    };

    /// <summary>A result as text.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);
}
