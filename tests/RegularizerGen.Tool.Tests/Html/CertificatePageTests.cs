using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Html;

namespace RegularizerGen.Tool.Tests.Html;

/// <summary>Pages of certify and audit, and that commands write them.</summary>
public sealed class CertificatePageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Certificate_HasTablesAndBands()
    {
        CellWeights weights = Zoo.Weights(Zoo.Of("Lstm").Description);
        Certificate box = weights.Cell.Certify(
            weights.Sizes,
            new CertificateOptions { Perturbation = Perturbation.Peak },
            weights.Parameters
        );
        double[] inputs = [.. Enumerable.Range(0, 7 * weights.Sizes[0]).Select(k => Math.Sin(k))];
        TubeCertificate tube = weights
            .Cell.CertifyAround(weights.Sizes, 1, new TubeOptions { Radius = 0.02 }, weights.Parameters, inputs)
            .Single();
        string text = CertificatePage.Write(box, [.. Enumerable.Repeat(tube, 10)]);
        Pages.RequireSelfContained(text);
        XElement page = Pages.Read(text);
        Assert.Equal(1 + 8, page.Descendants("h1").Count());

        // Movement and bands of four outputs for each of eight sequences: below, above, and the nominal outputs between.
        XElement[] bands = [.. page.Descendants("polygon")];
        Assert.Equal(5 * 8, bands.Length);
        double[][] points = Points(bands[2].Attribute("points")!.Value);
        double[][] middle = Points(bands[2].Parent!.Element("polyline")!.Attribute("points")!.Value);
        Assert.Equal(2 * 7, points.Length);
        for (int step = 0; step < 7; step++)
        {
            (double[] below, double[] above) = (points[step], points[^(step + 1)]);
            Assert.Equal(below[0], above[0]);
            Assert.InRange(middle[step][1], above[1], below[1]);
            double share = (middle[step][1] - above[1]) / (below[1] - above[1]);
            double expected = (tube.Upper[step][1] - tube.Nominal[step][1]) / (tube.Upper[step][1] - tube.Lower[step][1]);
            Assert.Equal(expected, share, 0.2);
        }

        string[] cells = [.. page.Descendants("td").Select(c => c.Value)];
        Assert.Contains(cells, c => Pages.IsAbove(c, tube.Movement.Max(m => m.Max())));
        Assert.Contains(cells, c => Pages.IsAbove(c, box.Finite.Gain));
    }

    [Fact]
    public void Commands_WriteTheirPages()
    {
        string docs = Path.Combine(DocsTests.Root, "docs", "tool");
        string cell = Path.Combine(docs, "Leaky.cs");
        string weights = Path.Combine(docs, "leaky.json");
        XElement explained = Page("explain", cell, "--weights", weights);
        Assert.Equal("Leaky", explained.Element("body")!.Element("h1")!.Value);
        XElement certified = Page("certify", cell, "--weights", weights, "--data", Path.Combine(docs, "steps.json"), "--radius", "0.01");
        Assert.Equal(3, certified.Descendants("h1").Count());
        XElement audited = Page("audit", Path.Combine(docs, "stack.onnx"), "--max-gain", "100", "--budget", "0");
        Assert.Contains("gain at most 100 (holds)", audited.Element("body")!.Element("p")!.Value, StringComparison.Ordinal);
        Assert.Equal(3, audited.Descendants("svg").Count());
    }

    /// <summary>The page that a command writes; what it prints is the same as without.</summary>
    private XElement Page(params string[] arguments)
    {
        string path = Path.Combine(folder, "page.html");
        (int code, string output, string errors) = Runs.Tool([.. arguments, "--html", path]);
        Assert.True(code == 0, errors);
        Assert.NotEmpty(output);
        string text = File.ReadAllText(path);
        Pages.RequireSelfContained(text);
        return Pages.Read(text);
    }

    private static double[][] Points(string text) =>
        [.. text.Split(' ').Select(p => p.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
}
