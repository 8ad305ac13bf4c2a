using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
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
        Certificate wide = Lstm.Certify(p.View, new CertificateOptions { Perturbation = Perturbation.Peak, Horizon = 60 });
        Assert.StartsWith("Vacuous", wide.Verdict, StringComparison.Ordinal);
        Assert.Contains("shrink U", wide.Verdict, StringComparison.Ordinal);

        p.FillUniform(new Random(4), 0.02);
        Certificate narrow = Lstm.Certify(p.View, new CertificateOptions { Perturbation = Perturbation.Peak });
        Assert.StartsWith("Contractive", narrow.Verdict, StringComparison.Ordinal);
        string report = narrow.ToReport();
        output.WriteLine(report);
        foreach (string part in new[] { "from input channel", "recovery time", "invariant ranges", "hNext", "A[c, h]" })
        {
            Assert.Contains(part, report, StringComparison.Ordinal);
        }

        using JsonDocument json = JsonDocument.Parse(narrow.ToJson());
        Assert.Equal(narrow.Limit!.SpectralRadius, json.RootElement.GetProperty("Limit").GetProperty("SpectralRadius").GetDouble());
        Assert.True(json.RootElement.GetProperty("IsContractive").GetBoolean());
        Assert.Equal("Peak", json.RootElement.GetProperty("Perturbation").GetString());
    }

    /// <summary>The page is well formed whatever the user's names and numbers are, and a bar stands for each.</summary>
    [Theory]
    [InlineData(0.02, Perturbation.Peak)]
    [InlineData(0.3, Perturbation.WhiteNoise)]
    [InlineData(1e200, Perturbation.Energy)]
    public void Html_IsOnePage_WithAChartPerTable(double size, Perturbation perturbation)
    {
        var p = new Lstm.Parameters<double>(new Lstm.Shape(Inputs: 3, Units: 4));
        p.FillUniform(new Random(4), size);
        Certificate certificate = Lstm.Certify(p.View, new CertificateOptions { Perturbation = perturbation, Horizon = 5 });
        certificate = certificate with { Cell = "A<B & \"C\"" };
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        using var reader = XmlReader.Create(new StringReader(certificate.ToHtml()), settings);
        XElement page = XDocument.Load(reader).Root!;
        XElement[] charts = [.. page.Descendants("svg")];
        Assert.Equal(4, charts.Length); // outputs, steps, ranges, what limits
        Assert.Equal([4, 5, 16, 6], charts.Select(c => c.Elements("rect").Count()));
        foreach (XElement bar in charts.Elements("rect"))
        {
            double left = (double)bar.Attribute("x")!;
            Assert.InRange(left, 130, 390);
            Assert.InRange(left + (double)bar.Attribute("width")!, left + 1, 391);
        }

        Assert.Contains("A<B & \"C\"", page.Element("body")!.Element("h1")!.Value, StringComparison.Ordinal);
    }

    /// <summary>The gains of single steps make up the gain unit by unit.</summary>
    [Fact]
    public void Steps_AreThoseOfTheGain()
    {
        var p = new Lstm.Parameters<double>(new Lstm.Shape(Inputs: 3, Units: 4));
        p.FillUniform(new Random(4), 0.3);
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            Certificate certificate = Lstm.Certify(p.View, new CertificateOptions { Perturbation = perturbation, Horizon = 6 });
            double[] steps = [.. certificate.Finite.Steps];
            double all = perturbation == Perturbation.WhiteNoise ? Math.Sqrt(steps.Sum(s => s * s)) : steps.Sum();
            Assert.Equal(certificate.Methods.First(m => m.Name == "unit by unit").Finite, all, all * 1e-10);
            Certificate shorter = Lstm.Certify(p.View, new CertificateOptions { Perturbation = perturbation, Horizon = 1 });
            Assert.InRange(steps[0], Assert.Single(shorter.Finite.Steps), double.PositiveInfinity);
        }
    }

    /// <summary>A gain that training reports is not another one, and larger, in the certificate.</summary>
    [Fact]
    public void Defaults_AreThoseOfThePenalty()
    {
        var penalty = new TikhonovOptions { NormFloor = 0 };
        var options = new CertificateOptions();
        Assert.Equal(CertificateOptions.Of(penalty), options);
        Assert.Equal(penalty.Perturbation, new StabilityOptions().Perturbation);
        Assert.Equal((penalty.Perturbation, penalty.Horizon), (new ConditionalOptions().Perturbation, new ConditionalOptions().Horizon));
        var p = new Lstm.Parameters<double>(new Lstm.Shape(Inputs: 3, Units: 4));
        p.FillUniform(new Random(4), 0.3);
        double gain = new Lstm.TikhonovRegularizer<double>(p.Shape, penalty).Evaluate(p.View, 1).Gain;
        Assert.InRange(Lstm.Certify(p.View, options).Finite.Gain, gain / 100, gain * (1 + 1e-9));
    }

    /// <summary>What a penalty was trained for is what is certified.</summary>
    [Fact]
    public void OptionsOfAPenalty_AreCertifiedAsTheyAre()
    {
        var p = new Lstm.Parameters<double>(new Lstm.Shape(Inputs: 3, Units: 4));
        p.FillUniform(new Random(4), 0.3);
        var penalty = new TikhonovOptions
        {
            Horizon = 7,
            Perturbation = Perturbation.Energy,
            InputBound = 0.5,
            NormFloor = 0,
        };
        Certificate certificate = Lstm.Certify(p.View, penalty);
        Assert.Equal((7, Perturbation.Energy, 0.5), (certificate.Horizon, certificate.Perturbation, certificate.InputBound));
        double gain = new Lstm.TikhonovRegularizer<double>(p.Shape, penalty).Evaluate(p.View, 1).Gain;
        Assert.InRange(certificate.Finite.Gain, gain / 100, gain * (1 + 1e-9));
        var named = new TikhonovOptions { InputBounds = new Dictionary<string, double> { ["x"] = 0.25 } };
        Assert.Equal(0.25, Lstm.Certify(p.View, named).InputBound);
    }

    [Fact]
    public void UnboundedGain_IsInfinite_AndNullInJson()
    {
        CompiledCell cell = TestCells.Find("Zoo.MinGru");
        int[] sizes = TestCells.Sizes(cell);
        double[] weights = TestCells.RandomArray(new Random(1), cell.Runner.ParameterCount(sizes), 0.5);
        Certificate certificate = cell.Runner.Certify(
            sizes,
            new CertificateOptions { Perturbation = Perturbation.Peak, InputBound = double.PositiveInfinity },
            weights
        );
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
                    Assert.DoesNotContain("NaN", certificate.ToReport(), StringComparison.Ordinal);
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
