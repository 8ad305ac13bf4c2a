using System.Text.Json.Serialization;

namespace RegularizerGen.Certificates;

/// <summary>
/// How certificates are written as JSON: by generated code, so that it works where reflection does not (trimming, NativeAOT).
/// </summary>
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, Converters = [typeof(NullForInfinity)])]
[JsonSerializable(typeof(Certificate))]
[JsonSerializable(typeof(SignalRanges))]
[JsonSerializable(typeof(ConditionalCertificate))]
internal sealed partial class CertificateJson : JsonSerializerContext;
