using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.InMemory;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Html;

namespace RegularizerGen.Tool.Tests.Html;

/// <summary>The page of explain.</summary>
public sealed partial class ExplanationPageTests
{
    /// <summary>Of every cell of the zoo: well formed, self-contained, a box for every signal and a line for every use.</summary>
    [Fact]
    public void Page_HasEverySignalAndEveryUse()
    {
        foreach (LoadedCell cell in Zoo.All)
        {
            string text = Pages.Explanation(cell);
            Pages.RequireSelfContained(text);
            XElement page = Pages.Read(text);
            CellDefinition definition = CellWeights.Definition(cell.Description);
            Dictionary<int, XElement> boxes = Pages.Boxes(page);
            Assert.Equal(Enumerable.Range(0, definition.Signals.Count), boxes.Keys.Order());
            Assert.All(boxes, b => Assert.Equal(definition.Signals[b.Key].Name, Pages.Written(b.Value)[0].Split(" = ")[0]));
            (int From, int To)[] lines = [.. Pages.Lines(page).Order()];
            Assert.True(PrintedUses(cell.Description).SequenceEqual(lines), $"{cell.Description.Name}: {string.Join(' ', lines)}");
        }
    }

    /// <summary>No box lies on another, and each lies below what it uses.</summary>
    [Fact]
    public void Boxes_DoNotOverlap()
    {
        foreach (LoadedCell cell in Zoo.All)
        {
            XElement page = Pages.Read(Pages.Explanation(cell, Zoo.Weights(cell.Description)));
            Dictionary<int, XElement> boxes = Pages.Boxes(page);
            Sides[] sides = [.. page.Descendants("rect").Where(r => r.Parent!.Name == "g").Select(r => Sides.Of(r.Parent!))];
            Assert.True(sides.Length >= boxes.Count);
            for (int a = 0; a < sides.Length; a++)
            {
                Assert.All(sides[..a], b => Assert.False(sides[a].Meets(b), cell.Description.Name));
            }

            Assert.All(Pages.Lines(page), u => Assert.True(Sides.Of(boxes[u.From]).Bottom < Sides.Of(boxes[u.To]).Top));
        }
    }

    /// <summary>Ranges, movements and norms on the graph are those of the library.</summary>
    [Theory]
    [InlineData("Lstm")]
    [InlineData("GruD")]
    [InlineData("Rhn")]
    public void Numbers_AreTheLibrarys(string name)
    {
        LoadedCell cell = Zoo.Of(name);
        CellWeights weights = Zoo.Weights(cell.Description);
        CellDefinition definition = CellWeights.Definition(cell.Description);
        XElement page = Pages.Read(Pages.Explanation(cell, weights));
        Dictionary<int, XElement> boxes = Pages.Boxes(page);
        Certificate own = cell.Description.Certify(
            weights.Sizes,
            new CertificateOptions { Perturbation = Perturbation.Peak, Rules = BoundRules.Base },
            weights.Parameters
        );
        for (int k = 0; k < own.Ranges.Count; k++)
        {
            string[] range = Pages.Written(boxes[k])[2].Trim('[', ']').Split(", ");
            Assert.True(Pages.IsAbove(range[1], own.Ranges[k].Upper), range[1]);
            Assert.True(Pages.IsAbove(Negative(range[0]), -own.Ranges[k].Lower), range[0]);
        }

        // How far the output moves is what the certificate says of outputs, and no more than single steps add up to.
        Certificate tight = cell.Description.Certify(
            weights.Sizes,
            new CertificateOptions { Perturbation = Perturbation.Peak },
            weights.Parameters
        );
        string moved = Pages.Written(boxes[definition.Output])[3].Split(' ')[3];
        double shown = double.Parse(moved, CultureInfo.InvariantCulture);
        Assert.InRange(shown, tight.Finite.Outputs.Max(), tight.Finite.Steps.Sum() * 1.001);

        // The first weight is a matrix on the input: under peak disturbances its norm is the largest row sum.
        int rows = weights.Sizes[definition.Weights[0].Rows];
        double norm = weights.Parameters.Chunk(weights.Sizes[definition.Weights[0].Columns]).Take(rows).Max(r => r.Sum(Math.Abs));
        string[] labels = [.. page.Descendants("text").Where(t => (string?)t.Attribute("class") == "weight").Select(t => t.Value)];
        int label = Array.IndexOf(labels, definition.Weights[0].Name);
        Assert.Equal(norm, double.Parse(labels[label + 1], CultureInfo.InvariantCulture), norm * 1e-3);
    }

    private static string Negative(string number) => number[0] == '-' ? number[1..] : "-" + number;

    /// <summary>The gate that limits is that which the gain falls most without: where U of the forget gate is large, this one.</summary>
    [Fact]
    public void LimitingGate_IsOutlined()
    {
        LoadedCell cell = Zoo.Of("Lstm");
        CellWeights weights = Zoo.Weights(cell.Description, 0.05);
        int units = weights.Sizes[1];
        int start = (4 * units * weights.Sizes[0]) + (units * units); // after Wi, Wf, Wg, Wo, Ui
        weights.Parameters.AsSpan(start, units * units).Fill(2);
        var figures = CellFigures.Of(weights, inputBound: null);
        Assert.Equal("f", figures.Gates[0].Name);
        Assert.Contains("Uf", figures.Gates[0].Weights);
        XElement page = Pages.Read(Pages.Explanation(cell, weights));
        Assert.Contains("limits most is f", page.Element("body")!.Element("p")!.Value, StringComparison.Ordinal);
        XElement limiting = Assert.Single(
            Pages.Boxes(page).Values,
            b => b.Attribute("class")!.Value.Contains("limits", StringComparison.Ordinal)
        );
        Assert.Equal("f", Pages.Written(limiting)[0]);
    }

    /// <summary>Trainable scalars enter A and B by their values, and have no norm by which a gate could limit.</summary>
    [Fact]
    public void Scalars_EnterByTheirValues()
    {
        LoadedCell cell = Zoo.Of("FastRnn");
        CellWeights weights = Zoo.Weights(cell.Description);
        XElement page = Pages.Read(Pages.Explanation(cell, weights));
        string[][] rows = [.. page.Descendants("tr").Select(r => r.Elements("td").Select(c => c.Value).ToArray())];
        Assert.Equal("A[h, h], B[h]", rows.Single(r => r is ["alpha", _, _])[2]);
        Assert.Equal("A[h, h]", rows.Single(r => r is ["beta", _, _])[2]);
        Assert.Equal(["tanhSum"], CellFigures.Of(weights, inputBound: null).Gates.Select(g => g.Name));
    }

    [Fact]
    public void NamesOfAnyKind_AreEscaped()
    {
        LoadedCell cell = Pages.Compile(
            """
            using RegularizerGen;
            using static RegularizerGen.CellMath;
            [RecurrentCell]
            public sealed partial class Größe
            {
                private readonly Matrix _Wä, Uα;
                private readonly Bias @class;
                [Step]
                private Signal Step([Input(Bound = 1)] Signal 入力, [State] Signal hö) => Tanh(_Wä * 入力 + Uα * hö + @class);
            }
            """
        );
        XElement page = Pages.Read(Pages.Explanation(cell, Zoo.Weights(cell.Description)));
        Assert.Equal("Größe", page.Element("body")!.Element("h1")!.Value);
        Assert.Contains("入力", Pages.Boxes(page).Values.Select(b => Pages.Written(b)[0]));
        Assert.Contains("_Wä", page.Descendants("mi").Select(m => m.Value));
        Assert.Equal("<mi>a&lt;b&gt;&amp;</mi>", MathMl.Elements(@"\mathrm{a<b>&}")[0].Xml);
    }

    /// <summary>The signals that occur in the printed equation of each: found by name, without the recorder.</summary>
    private static IEnumerable<(int From, int To)> PrintedUses(CellDescription cell)
    {
        IReadOnlyList<SignalDefinition> signals = CellWeights.Definition(cell).Signals;
        Dictionary<string, int> numbers = signals.Select((s, k) => (s.Name, k)).ToDictionary(s => s.Name, s => s.k);
        return cell
            .Derivation.Split('\n')
            .Skip(1)
            .TakeWhile(l => !l.StartsWith('#'))
            .SkipLast(1 + cell.StateNames.Count) // which signals are the new states and the output
            .Select(l => l.Split(" = ", 2))
            .Where(l => numbers.ContainsKey(l[0]))
            .SelectMany(l => Words(l[1]).Where(numbers.ContainsKey).Select(w => (numbers[w], numbers[l[0]])))
            .Order();

        // A blend z ∘ a + (1 - z) ∘ b uses z once, though it is printed twice.
        static IEnumerable<string> Words(string formula)
        {
            IEnumerable<string> words = Word().Matches(formula).Select(m => m.Value);
            return formula.Contains("(1 - ", StringComparison.Ordinal) ? words.Distinct() : words;
        }
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
