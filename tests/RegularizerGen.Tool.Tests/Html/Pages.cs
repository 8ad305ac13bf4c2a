using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using RegularizerGen.InMemory;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Html;

namespace RegularizerGen.Tool.Tests.Html;

/// <summary>Pages read back.</summary>
internal static class Pages
{
    /// <summary>A page as XML, which it must be.</summary>
    public static XElement Read(string page)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        using var reader = XmlReader.Create(new StringReader(page), settings);
        return XDocument.Load(reader).Root!;
    }

    /// <summary>The explanation of a cell; with numbers where there are weights.</summary>
    public static string Explanation(LoadedCell cell, CellWeights? weights = null)
    {
        (Derivation.CellEquations bound, Derivation.DerivativeEquations derivative) = cell.Print();
        return ExplanationPage.Write(
            cell.Description,
            bound.Latex,
            derivative.Latex,
            weights is null ? null : CellFigures.Of(weights, inputBound: null)
        );
    }

    /// <summary>The boxes of the graph by the number of their signals.</summary>
    public static Dictionary<int, XElement> Boxes(XElement page) =>
        page.Descendants("g").Where(g => g.Attribute("data-signal") is not null).ToDictionary(g => (int)g.Attribute("data-signal")!);

    /// <summary>The lines in a box.</summary>
    public static string[] Written(XElement box) => [.. box.Elements("text").Select(t => t.Value)];

    /// <summary>The lines of the graph.</summary>
    public static IEnumerable<(int From, int To)> Lines(XElement page) =>
        page.Descendants("path").Select(p => ((int)p.Attribute("data-from")!, (int)p.Attribute("data-to")!));

    /// <summary>The one cell of a source.</summary>
    public static LoadedCell Compile(string source)
    {
        using var errors = new StringWriter();
        CellAssembly? compiled = CellAssembly.Compile([new SourceText("own.cs", source)], errors);
        Assert.True(compiled is not null, errors.ToString());
        return compiled!.Cells.Single();
    }

    /// <summary>Whether a printed number is a value rounded up to four digits.</summary>
    public static bool IsAbove(string printed, double value) =>
        double.TryParse(printed, CultureInfo.InvariantCulture, out double number)
        && number >= value
        && number <= value + (1.001e-3 * Math.Abs(value));

    /// <summary>Nothing is loaded from anywhere: no address, no script, no import.</summary>
    public static void RequireSelfContained(string page)
    {
        foreach (string part in new[] { "http", "//", "<script", "<link", "<img", "@import", "url(", " src=", " href=" })
        {
            Assert.DoesNotContain(part, page, StringComparison.OrdinalIgnoreCase);
        }
    }
}

/// <summary>Where a box lies.</summary>
internal readonly record struct Sides(double Left, double Top, double Right, double Bottom)
{
    public static Sides Of(XElement box)
    {
        XElement rectangle = box.Element("rect")!;
        double Number(string name) => double.Parse(rectangle.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        return new(Number("x"), Number("y"), Number("x") + Number("width"), Number("y") + Number("height"));
    }

    public bool Meets(Sides other) => Left <= other.Right && other.Left <= Right && Top <= other.Bottom && other.Top <= Bottom;
}
