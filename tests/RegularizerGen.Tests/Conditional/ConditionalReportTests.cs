using System;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using RegularizerGen.Reports;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Conditional;

/// <summary>What is conditional says so, first, and is nowhere taken for what is not.</summary>
public sealed class ConditionalReportTests
{
    private static readonly ConditionalCase Example = new(
        "Lstm",
        new Random(1),
        0.25,
        new ConditionalOptions
        {
            Perturbation = Perturbation.Peak,
            Radius = 0.001,
            InitialRadius = 0.002,
        }
    );

    [Fact]
    public void Report_BeginsWithWhatItIsConditionalOn()
    {
        string[] lines = Example.Certificate.ToReport().Split('\n');
        Assert.StartsWith("CONDITIONAL certificate of Lstm", lines[0], StringComparison.Ordinal);
        Assert.Equal(Example.Certificate.Conditions.Select(c => "  if " + c), lines[1..(1 + Example.Certificate.Conditions.Count)]);
        Assert.Contains("0.001", lines[1], StringComparison.Ordinal);
        Assert.Contains("0.002", lines[2], StringComparison.Ordinal);
        Assert.Contains("a RangeMonitor is quiet", lines[3], StringComparison.Ordinal);
        Assert.Contains("continuous", lines[4], StringComparison.Ordinal);
        Assert.Contains("Then contractive", lines[1 + Example.Certificate.Conditions.Count], StringComparison.Ordinal);
    }

    /// <summary>On the page, too, the conditions stand before what follows from them.</summary>
    [Fact]
    public void Html_BeginsWithWhatItIsConditionalOn()
    {
        ConditionalCertificate certificate = Example.Certificate with { Cell = "A<B>" };
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        using var reader = XmlReader.Create(new StringReader(certificate.ToHtml()), settings);
        XElement[] body = [.. XDocument.Load(reader).Root!.Element("body")!.Elements()];
        Assert.StartsWith("CONDITIONAL certificate of A<B>", body[0].Value, StringComparison.Ordinal);
        Assert.Equal(certificate.Conditions.Select(c => "if " + c), body[2].Elements("li").Select(l => l.Value));
        Assert.StartsWith("Then contractive", body[3].Value, StringComparison.Ordinal);
        string[] cells = [.. body.Descendants("td").Select(c => c.Value)];
        Assert.Contains(OutwardText.Up(certificate.Gains.Gain), cells);
        Assert.All(certificate.Movement.Take(16), m => Assert.Contains(OutwardText.Up(m), cells));
        Assert.All(certificate.Watched, w => Assert.Contains(w.Signal, cells));
        Assert.Equal(2, body.Descendants("svg").Count());
    }

    [Fact]
    public void EqualStartsAndChannels_AreConditionsOfTheirOwn()
    {
        var options = new ConditionalOptions { Perturbation = Perturbation.Peak, ChannelRadii = [0.001, 0, 0.25] };
        ConditionalCertificate certificate = Example.Description.CertifyWithin(
            Example.Sizes,
            Example.Ranges,
            options,
            Example.Drawn.Parameters
        );
        Assert.Contains("0.001, 0, 0.25 in 'x'", certificate.Conditions[0], StringComparison.Ordinal);
        Assert.Contains("from the same states", certificate.Conditions[1], StringComparison.Ordinal);
    }

    /// <summary>A certificate over the whole box is the same whether or not ranges were observed.</summary>
    [Fact]
    public void UnconditionalCertificate_KnowsNothingOfRanges()
    {
        string[] names = [.. typeof(Certificate).GetProperties().Select(p => p.PropertyType.Name)];
        Assert.DoesNotContain(nameof(ConditionalCertificate), names);
        Assert.DoesNotContain(
            typeof(ConditionalCertificate).GetProperties(),
            p => p.Name is "IsContractive" or "AnyStepsGain" or "DecayRate"
        );
    }

    [Fact]
    public void Json_IsReadAsItWasWritten()
    {
        CellDescription linear = DrawnCell.All["tests' LinearSystem"];
        SignalRanges ranges = new() { Cell = linear.Name, Signals = [new("x", [-1], [1]), new("h", [-1], [1])] };
        ConditionalCertificate growing = linear.CertifyWithin(
            [1, 1],
            ranges,
            new ConditionalOptions { Perturbation = Perturbation.Peak, Radius = 0.1 },
            [1, 1.2]
        );
        Assert.True(double.IsPositiveInfinity(growing.Gains.Gain));
        Assert.NotEmpty(growing.TooNarrow);
        foreach (ConditionalCertificate certificate in new[] { Example.Certificate, growing })
        {
            ConditionalCertificate read = ConditionalCertificate.FromJson(certificate.ToJson());
            Assert.Equal(certificate.ToJson(), read.ToJson());
            Assert.Equal(certificate.Gains.Gain, read.Gains.Gain);
            Assert.Equal(certificate.Watched[1].Margin, read.Watched[1].Margin);
            Assert.Equal(certificate.TooNarrow, read.TooNarrow);
        }
    }

    /// <summary>Wider ranges, larger radii: no figure falls.</summary>
    [Fact]
    public void Figures_GrowWithRangesAndRadii()
    {
        ConditionalCertificate Of(double margin, double radius) =>
            Example.Description.CertifyWithin(
                Example.Sizes,
                Example.Ranges.WithMargin(margin),
                new ConditionalOptions { Perturbation = Perturbation.Peak, Radius = radius },
                Example.Drawn.Parameters
            );
        ConditionalCertificate least = Of(0, 1e-4);
        ConditionalCertificate wider = Of(0.2, 1e-4);
        ConditionalCertificate larger = Of(0, 2e-4);
        Assert.True(wider.Rate > least.Rate && wider.Gains.Gain > least.Gains.Gain);
        Assert.All(least.Movement.Zip(wider.Movement), m => Assert.True(m.Second > m.First));
        Assert.All(least.Movement.Zip(larger.Movement), m => Assert.Equal(2, m.Second / m.First, 1e-3));
    }
}
