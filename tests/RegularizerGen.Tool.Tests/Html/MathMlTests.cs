using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using RegularizerGen.InMemory;
using RegularizerGen.Tool.Html;

namespace RegularizerGen.Tool.Tests.Html;

/// <summary>LaTeX of derivations as MathML.</summary>
public sealed class MathMlTests
{
    private static readonly HashSet<string> Elements =
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "mfrac",
        "msqrt",
        "msub",
        "msup",
        "msubsup",
        "mover",
        "mtable",
        "mtr",
        "mtd",
    ];

    [Theory]
    [InlineData(@"W_f \, x", "<msub><mi>W</mi><mi>f</mi></msub><mspace width=\"0.2em\"/><mi>x</mi>")]
    [InlineData(@"\frac{1}{2}", "<mfrac><mn>1</mn><mn>2</mn></mfrac>")]
    [InlineData(@"{b_i}_j", "<msub><msub><mi>b</mi><mi>i</mi></msub><mi>j</mi></msub>")]
    [InlineData(@"\mathrm{a\_b}", "<mi>a_b</mi>")]
    [InlineData(@"\gamma_t^2", "<msubsup><mi>γ</mi><mi>t</mi><mn>2</mn></msubsup>")]
    [InlineData(@"h'", "<mrow><mi>h</mi><mi>′</mi></mrow>")]
    [InlineData(@"\underline{\mathrm{sum}}", "<mrow class=\"lower\"><mi>sum</mi></mrow>")]
    [InlineData(@"-x - y", "<mo form=\"prefix\">−</mo><mi>x</mi><mo form=\"infix\">−</mo><mi>y</mi>")]
    public void Formula_IsTranslated(string latex, string expected) =>
        Assert.Equal(expected, string.Concat(MathMl.Elements(latex).Select(e => e.Xml)));

    [Theory]
    [InlineData(@"\alpha")]
    [InlineData(@"\href{a}{b}")]
    [InlineData(@"\frac{1}{2")]
    [InlineData(@"x}")]
    [InlineData(@"a & b")]
    [InlineData(@"x_1_2")]
    [InlineData(@"\left(x\right.")]
    [InlineData(@"\begin{matrix} a & b \end{matrix}")]
    [InlineData("a; b")]
    [InlineData("_x")]
    public void WhatDerivationsDoNotHave_IsRefused(string latex) => Assert.Throws<FormatException>(() => MathMl.Elements(latex));

    /// <summary>Nothing but MathML's own elements, with as many children as they take, and no name is lost.</summary>
    [Fact]
    public void EveryFormulaOfTheZoo_IsTranslated()
    {
        Assert.True(Zoo.All.Count >= 40, $"{Zoo.All.Count}");
        int formulas = 0;
        foreach (LoadedCell cell in Zoo.All)
        {
            (Derivation.CellEquations bound, Derivation.DerivativeEquations derivative) = cell.Print();
            IEnumerable<string> lines = EquationSection.Of(bound.Latex).SelectMany(s => s.Equations).Concat(derivative.Latex);
            foreach (string line in lines)
            {
                var equation = Equation.Of(line);
                foreach (string part in equation.Right.Prepend(equation.Left))
                {
                    XElement[] all = [.. XElement.Parse(part).DescendantsAndSelf()];
                    Assert.All(all, e => Assert.Contains(e.Name.LocalName, Elements));
                    Assert.All(all, e => Assert.Equal(Children(e), e.Elements().Count()));
                    formulas++;
                }
            }

            Assert.Equal(4, EquationSection.Of(bound.Latex).Count());
        }

        Assert.True(formulas > 4000, $"{formulas}");
    }

    /// <summary>The derivative has an adjoint for every norm that stands in A or B.</summary>
    [Fact]
    public void Derivative_ReachesEveryNorm()
    {
        foreach (LoadedCell cell in Zoo.All)
        {
            (Derivation.CellEquations bound, Derivation.DerivativeEquations derivative) = cell.Print();
            string[] adjoints = [.. derivative.Text.SelectMany(l => l.Split(" = ")[0].Split(" += ")[0].Split(", "))];
            IEnumerable<string> norms = bound
                .Text.Where(l => l.StartsWith("A[", StringComparison.Ordinal) || l.StartsWith("B[", StringComparison.Ordinal))
                .SelectMany(l => l.Split(' ', '(', ')', '²', ','))
                .Where(w => w.StartsWith("norm", StringComparison.Ordinal) || w.StartsWith("inputNorm", StringComparison.Ordinal));
            Assert.All(norms, n => Assert.Contains("∂" + n, adjoints));
        }
    }

    private static int Children(XElement element) =>
        element.Name.LocalName switch
        {
            "mfrac" or "msub" or "msup" or "mover" => 2,
            "msubsup" => 3,
            "mi" or "mn" or "mo" or "mtext" or "mspace" => 0,
            _ => element.Elements().Count(),
        };
}
