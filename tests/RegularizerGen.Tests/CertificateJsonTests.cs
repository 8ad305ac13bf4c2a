using System.Collections.Generic;
using System.Text.Json;

namespace RegularizerGen.Tests;

/// <summary>
/// Certificates as JSON where reflection is switched off, as it is in a trimmed or natively compiled application (this project's file does
/// so).
/// </summary>
public sealed class CertificateJsonTests
{
    [Fact]
    public void ToJson_NeedsNoReflection()
    {
        Assert.False(JsonSerializer.IsReflectionEnabledByDefault);
        var coefficients = new StepCoefficients(
            new Dictionary<string, IReadOnlyDictionary<string, double>> { ["h"] = new Dictionary<string, double> { ["h"] = 0.5 } },
            new Dictionary<string, double> { ["h"] = double.PositiveInfinity }
        );
        var gains = new CertifiedGains(1.5, [1.5, double.PositiveInfinity], [double.Epsilon]);
        var certificate = new Certificate
        {
            Cell = "Cell",
            Perturbation = Perturbation.Energy,
            Rules = BoundRules.Tight,
            InputBound = double.PositiveInfinity,
            AssumedInvariant = ["h"],
            Horizon = 3,
            Finite = gains,
            Ranges = [new CertifiedRange("h", "output state", -1, 1)],
            Limit = new CertifiedLimit([], coefficients, SpectralRadius: 1.25, DecayRate: 0.75, gains, RecoveryTime: null),
            Contributions = [new Contribution("A[h, h]", "U", 0.25, 0.5)],
            Verdict = "Contractive.",
        };
        using JsonDocument json = JsonDocument.Parse(certificate.ToJson());
        JsonElement root = json.RootElement;
        Assert.Equal("Energy", root.GetProperty("Perturbation").GetString());
        Assert.Equal("Tight", root.GetProperty("Rules").GetString());
        Assert.True(root.GetProperty("IsContractive").GetBoolean());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("InputBound").ValueKind);
        Assert.Equal(double.Epsilon, root.GetProperty("Finite").GetProperty("Channels")[0].GetDouble());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("Finite").GetProperty("Outputs")[1].ValueKind);
        JsonElement limit = root.GetProperty("Limit");
        Assert.Equal(1.25, limit.GetProperty("SpectralRadius").GetDouble());
        Assert.Equal(0.75, limit.GetProperty("DecayRate").GetDouble());
        Assert.Equal(0.5, limit.GetProperty("Coefficients").GetProperty("A").GetProperty("h").GetProperty("h").GetDouble());
        Assert.Equal(JsonValueKind.Null, limit.GetProperty("Coefficients").GetProperty("B").GetProperty("h").ValueKind);
        Assert.Equal("U", root.GetProperty("Contributions")[0].GetProperty("Weight").GetString());
    }
}
