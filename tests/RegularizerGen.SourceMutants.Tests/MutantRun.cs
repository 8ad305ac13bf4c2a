using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegularizerGen.CellChecks;
using RegularizerGen.Evaluate;

namespace RegularizerGen.SourceMutants.Tests;

/// <summary>What became of a batch of mutants.</summary>
/// <param name="Whole">Number of those that are C#.</param>
/// <param name="Accepted">Number of those whose cells were accepted and checked.</param>
/// <param name="Problems">What is wrong, with numbers and sources.</param>
internal sealed record MutantRun(int Whole, int Accepted, IReadOnlyList<string> Problems)
{
    private static readonly HashSet<string> Known = [.. SourceCells.All.SelectMany(Functions)];

    private static readonly CellCheck Check = new(Samples: 5, Climbs: 1);

    /// <summary>Compiles the mutants of these numbers together, and checks each that is accepted.</summary>
    public static MutantRun Of(IReadOnlyList<int> numbers)
    {
        Outcome[] outcomes = CellBatch.Compile([.. numbers.Select(TokenMutator.Mutant)]);
        return new MutantRun(
            outcomes.Count(o => o.IsCSharp),
            outcomes.Count(o => o.Cells.Count > 0),
            [
                .. outcomes
                    .Zip(numbers)
                    .AsParallel()
                    .AsOrdered()
                    .WithDegreeOfParallelism(Math.Min(2, Environment.ProcessorCount))
                    .Select(o => Problem(o.First, o.Second))
                    .OfType<string>(),
            ]
        );
    }

    private static string? Problem(Outcome outcome, int number)
    {
        foreach (CellCase @case in outcome.Cells.Select(cell => Case(cell, number, outcome.Source)))
        {
            if (Check.Problem(@case) is { } problem)
            {
                return $"Mutant {number}: {problem}\n{outcome.Source}\n{@case}";
            }
        }

        return outcome.Problem is null ? null : $"Mutant {number} {outcome.Problem}\n{outcome.Source}";
    }

    private static CellCase Case(CompiledCell cell, int number, string source)
    {
        var random = new Random(number);
        int[] sizes = [.. cell.Runner.SizeNames.Select(_ => random.Next(1, 4))];
        double scale = Math.Pow(10, (1.5 * random.NextDouble()) - 1);
        double[] weights = [.. Enumerable.Range(0, cell.Runner.ParameterCount(sizes)).Select(_ => scale * ((2 * random.NextDouble()) - 1))];
        bool declaresOtherSlopes = source.Contains("Slope = ", StringComparison.Ordinal) && !Functions(source).All(Known.Contains);
        return new CellCase(cell, sizes, weights, IsOrdinary: !declaresOtherSlopes, number); // false ones are the user's to answer for
    }

    /// <summary>Functions of numbers that a source declares: activations, their slopes and curvatures, with their attributes.</summary>
    private static IEnumerable<string> Functions(string source) =>
        CSharpSyntaxTree
            .ParseText(source)
            .GetRoot()
            .DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(m => m.ReturnType.ToString() == "double")
            .Select(m => m.NormalizeWhitespace().ToString());
}
