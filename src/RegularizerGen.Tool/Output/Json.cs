using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegularizerGen.Tool.Output;

/// <summary>Results as JSON: as certificates, infinite numbers are null.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(), new NullForInfinity() },
    };

    private static readonly JsonSerializerOptions Single = new(Indented)
    {
        WriteIndented = false,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>A result as text.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Indented);

    /// <summary>A result as one line.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, Single);

    /// <summary>A result from its line; null where it is that of no such result, with just its members.</summary>
    public static T? Read<T>(string line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Single);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
