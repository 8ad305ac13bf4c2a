using System;
using System.Linq;
using System.Text.Json;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>How a certificate is written, for people and as JSON.</summary>
public sealed class CertificateTextTests(ITestOutputHelper output)
{
    [Fact]
    public void Report_SaysWhatItIsWorth()
    {
        var shape = new Lstm.Shape(Inputs: 3, Units: 32);
        var p = new Lstm.Parameters<double>(shape);
        p.FillUniform(new Random(4), 1 / Math.Sqrt(32));
        Certificate wide = Lstm.Certify(p.View, new CertificateOptions { Horizon = 60 });
        Assert.StartsWith("Vacuous", wide.Verdict, StringComparison.Ordinal);
        Assert.Contains("shrink U", wide.Verdict, StringComparison.Ordinal);

        p.FillUniform(new Random(4), 0.02);
        Certificate narrow = Lstm.Certify(p.View, new CertificateOptions());
        Assert.StartsWith("Contractive", narrow.Verdict, StringComparison.Ordinal);
        string report = narrow.ToString();
        output.WriteLine(report);
        foreach (string part in new[] { "per input channel", "recovery time", "invariant ranges", "hNext", "A[c, h]" })
        {
            Assert.Contains(part, report, StringComparison.Ordinal);
        }

        using JsonDocument json = JsonDocument.Parse(narrow.ToJson());
        Assert.Equal(narrow.Limit!.SpectralRadius, json.RootElement.GetProperty("Limit").GetProperty("SpectralRadius").GetDouble());
        Assert.True(json.RootElement.GetProperty("IsContractive").GetBoolean());
        Assert.Equal("Peak", json.RootElement.GetProperty("Perturbation").GetString());
    }

    [Fact]
    public void UnboundedGain_IsInfinite_AndNullInJson()
    {
        CompiledCell cell = TestCells.Find("Zoo.MinGru");
        int[] sizes = TestCells.Sizes(cell);
        double[] weights = TestCells.RandomArray(new Random(1), cell.Runner.ParameterCount(sizes), 0.5);
        Certificate certificate = cell.Runner.Certify(sizes, new CertificateOptions { InputBound = double.PositiveInfinity }, weights);
        Assert.True(double.IsPositiveInfinity(certificate.Finite.Gain));
        Assert.Contains("declare an input bound", certificate.Verdict, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(certificate.ToJson());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("Finite").GetProperty("Gain").ValueKind);
    }

    /// <summary>Networks at rest, or all but: numbers below the normal range of double are printed as what they are.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(double.Epsilon)]
    [InlineData(3e-310)]
    [InlineData(1e-162)]
    public void TinyWeights_PrintNumbers(double weight)
    {
        foreach (string name in new[] { "Lstm", "Gru", "LinearSystem" })
        {
            CompiledCell cell = TestCells.Find(name);
            int[] sizes = TestCells.Sizes(cell);
            double[] weights = new double[cell.Runner.ParameterCount(sizes)];
            Array.Fill(weights, weight);
            foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
            {
                foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
                {
                    var options = new CertificateOptions
                    {
                        Perturbation = perturbation,
                        Rules = rules,
                        InputBound = 1,
                    };
                    Certificate certificate = cell.Runner.Certify(sizes, options, weights);
                    Assert.DoesNotContain("NaN", certificate.ToString(), StringComparison.Ordinal);
                    Assert.Contains("gain is at most", certificate.Verdict, StringComparison.Ordinal);
                    Assert.False(double.IsNaN(certificate.Finite.Gain) || double.IsNaN(certificate.Limit!.Gains.Gain));
                    double gain = certificate.Finite.Gain;
                    bool isPlausible = weight == 0 ? gain < 1e-300 : gain >= weight / 2;
                    Assert.True(isPlausible, $"{name}, {perturbation}, {rules}: {gain:R} at {weight:R}.");
                }
            }
        }
    }
}
