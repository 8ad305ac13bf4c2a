using System;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using RegularizerGen.Reports;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Sets;

/// <summary>A certificate around a sequence for people.</summary>
public sealed class TubeReportTests
{
    private static readonly TubeCertificate Example = Certify(0.01);

    [Fact]
    public void Report_HasTheFigures()
    {
        string[] lines = Example.ToReport().Split('\n');
        Assert.Equal("Certificate of Lstm around a sequence of 6 steps, inputs off by at most 0.01", lines[0]);
        Assert.StartsWith(
            $"No output moves by more than {OutwardText.Up(Example.Movement.Max(m => m.Max()))}, ",
            lines[1],
            StringComparison.Ordinal
        );
        Assert.Equal($"{lines[0]}\n{lines[1]}", Example.ToString());
        Assert.Contains(
            lines,
            l =>
                l.StartsWith("  all inputs", StringComparison.Ordinal)
                && l.EndsWith(OutwardText.Up(Example.Gains!.Peak), StringComparison.Ordinal)
        );
        foreach (SignalReach reach in Example.Reach)
        {
            string upper = OutwardText.Up(reach.Upper.Max(v => v.Max()));
            Assert.Contains(
                lines,
                l => l.StartsWith($"  {reach.Signal} ", StringComparison.Ordinal) && l.EndsWith(upper, StringComparison.Ordinal)
            );
        }
    }

    /// <summary>Where nothing is bounded the page is as well formed.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(1e300)]
    public void Html_IsOnePage(double radius)
    {
        TubeCertificate certificate = Certify(radius) with { Cell = "A<B & \"C\"" };
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        string page = certificate.ToHtml();
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        using var reader = XmlReader.Create(new StringReader(page), settings);
        XElement body = XDocument.Load(reader).Root!.Element("body")!;
        Assert.Contains("A<B & \"C\"", body.Element("h1")!.Value, StringComparison.Ordinal);
        Assert.Equal(1 + 3, body.Descendants("polygon").Count()); // movement, and outputs
    }

    private static TubeCertificate Certify(double radius)
    {
        CellDescription lstm = DrawnCell.All["Lstm"];
        int[] sizes = [3, 3];
        double[] inputs = [.. Enumerable.Range(0, 6 * 3).Select(k => Math.Sin(k))];
        var drawn = new DrawnCell(lstm, sizes, new Random(2), 0.3);
        return lstm.CertifyAround(sizes, 1, new TubeOptions { Radius = radius }, drawn.Parameters, inputs).Single();
    }
}
