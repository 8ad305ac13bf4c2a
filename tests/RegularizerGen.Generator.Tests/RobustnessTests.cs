using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegularizerGen.Generator.Tests;

/// <summary>The generator never throws, whatever half-typed code it sees; its output depends on nothing but the source.</summary>
public sealed class RobustnessTests(ITestOutputHelper output)
{
    private static readonly string Lstm = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "Cells.cs"));

    private GeneratorDriver driver = CSharpGeneratorDriver.Create([new CellGenerator().AsSourceGenerator()], parseOptions: Compiler.Parse);

    [Fact]
    public void HalfTypedCode_NeverThrows()
    {
        // Every prefix, as if typed, at a stride that covers all kinds of tokens.
        for (int length = 0; length < Lstm.Length; length += 7)
        {
            Survives(Lstm[..length]);
        }
    }

    /// <summary>Of the mistakes that are explained although they do not compile, too.</summary>
    [Fact]
    public void HalfTypedMistakes_NeverThrow()
    {
        foreach (string source in BeginnerMistakes.All.Select(c => BeginnerMistakesTests.Complete(c.Data.Item3)))
        {
            for (int length = source.IndexOf("[Step]", StringComparison.Ordinal) + 30; length < source.Length; length += 11)
            {
                Survives(Compiler.Usings + source[..length]);
            }
        }
    }

    [Fact]
    public void RandomlyEditedCode_NeverThrows()
    {
        const int Seed = 20261125;
        output.WriteLine($"Seed {Seed}.");
        var random = new Random(Seed);
        string[] scraps =
        [
            "(",
            ")",
            "*",
            "h",
            "c, ",
            "Signal ",
            "=> ",
            "1",
            ";",
            "{",
            "}",
            "W * ",
            "[State] ",
            "return",
            "default",
            "null",
            "throw null",
            "x => x",
            "\"s\"",
            "await ",
            "static ",
            ", ,",
            "_ = ",
            "ref ",
            "this.",
            "?.Length",
            "[0]",
            "is",
            "i",
            "<int>",
        ];
        for (int k = 0; k < 100; k++)
        {
            string code = Lstm;
            for (int edit = random.Next(1, 4); edit > 0; edit--)
            {
                int at = random.Next(code.Length);
                code =
                    random.Next(2) == 0
                        ? code.Insert(at, scraps[random.Next(scraps.Length)])
                        : code.Remove(at, Math.Min(random.Next(1, 12), code.Length - at));
            }

            Survives(code);
        }
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Output_IsTheSameInEveryCulture(string culture)
    {
        string source =
            Compiler.Usings
            + "[RecurrentCell] public partial class Cell { private readonly Matrix W, IU; "
            + "[Step] private Signal Step([Input(Bound = 2.5)] Signal x, [State] Signal h) "
            + "=> -0.5 * Tanh(0.25 * (W * x) - 1.5 * (IU * h)) + 0.125; }";
        string expected = Compiler.Generate(Compiler.Create(source)).Result.GeneratedTrees.Single().ToString();
        CultureInfo kept = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Compiler.Generate(Compiler.Create(source)).Result.GeneratedTrees.Single().ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = kept;
        }
    }

    /// <summary>As in an editor: one driver sees all edits, and what stays as it was is not derived anew.</summary>
    private void Survives(string code)
    {
        CSharpCompilation compilation = Compiler.Create(code);
        driver = driver.RunGenerators(compilation);
        GeneratorDriverRunResult result = driver.GetRunResult();
        Assert.Empty(result.Diagnostics);
        Assert.Null(Assert.Single(result.Results).Exception);
        Assert.DoesNotContain(Compiler.Analyze(compilation), d => d.Id == "AD0001");
    }
}
