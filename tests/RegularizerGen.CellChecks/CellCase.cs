using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Domains;
using RegularizerGen.Evaluate;

namespace RegularizerGen.CellChecks;

/// <summary>A cell at sizes and weights.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Sizes">Its sizes, in the order of its Shape.</param>
/// <param name="Weights">Its weights, flat in the order of its fields.</param>
/// <param name="IsOrdinary">Whether weights are of ordinary size, and none is 0: derivatives are compared with differences there
/// only.</param>
/// <param name="Seed">Seed of all draws.</param>
public sealed record CellCase(CompiledCell Cell, int[] Sizes, double[] Weights, bool IsOrdinary, int Seed)
{
    private const double LargestWeight = 1e3;
    private const double LargestConstant = 1e3;

    /// <summary>The cell of these sizes.</summary>
    public CellCore Core { get; } = (CellCore)Cell.Runner.Step(Sizes);

    /// <summary>Whether a range is declared to be invariant, or an activation declares what was not proved: then nothing is claimed of
    /// sequences that contradict it.</summary>
    public bool RestsOnAssumptions => Core.States.Any(s => s.IsInvariant) || Cell.Runner.Assumptions.Count > 0;

    /// <summary>Whether weights and constants are so small that execution, which rounds 1 - σ(v) to 0 or 2⁻⁵³, does not make something
    /// large of that.</summary>
    public bool IsModerate => HasModerateConstants && Array.TrueForAll(Weights, w => Math.Abs(w) <= LargestWeight);

    /// <summary>Whether no constant is so large that the passes, which searches read, lose one side of a blend beside the other.</summary>
    public bool HasModerateConstants => Cell.Model.Nodes.All(n => n.Terms.All(t => Math.Abs(t.Coefficient.ToDouble()) <= LargestConstant));

    /// <summary>Whether derivatives are compared with differences.</summary>
    public bool HasDifferences => IsOrdinary && IsModerate;

    /// <summary>Whether a start at 0 is within the declared ranges.</summary>
    public bool StartsAtZero => Core.States.All(s => s.Min.Value <= 0 && s.Max.Value >= 0);

    /// <summary>Names and values of the fields, as (name, start, length).</summary>
    public IEnumerable<(string Name, int Start, int Length)> Fields
    {
        get
        {
            int start = 0;
            for (int k = 0; k < Core.OwnWeights; k++)
            {
                WeightSpec spec = Core.Weights[k];
                yield return (Cell.Model.Weights[k].Name, start, spec.Rows * spec.Columns);
                start += spec.Rows * spec.Columns;
            }
        }
    }

    /// <summary>Initial states within their declared ranges.</summary>
    public double[][] Initial(Random random) => [.. Core.States.Select(s => Start(s, Core.Widths[s.Node], random))];

    /// <summary>Inputs of one sequence [steps, width]: some at the corners of the bound, some within.</summary>
    public double[] Inputs(Random random, int steps, double bound)
    {
        bool corners = random.Next(3) == 0;
        double Draw() => (2 * random.NextDouble()) - 1;
        return [.. Enumerable.Range(0, steps * Core.InputWidth).Select(_ => bound * (corners ? Math.Sign(Draw()) : Draw()))];
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"seed {Seed}, sizes {string.Join(", ", Cell.Runner.SizeNames.Zip(Sizes, (n, s) => $"{n} = {s}"))}\n"
        ) + string.Join("\n", Fields.Select(f => $"{f.Name} = [{string.Join(", ", Weights.Skip(f.Start).Take(f.Length).Select(Text))}]"));

    private static string Text(double weight) => weight.ToString("R", CultureInfo.InvariantCulture);

    private static double[] Start(StateFacts state, int width, Random random)
    {
        (double low, double high) = (Math.Max(state.Min.Value, -10), Math.Min(state.Max.Value, 10));
        return
        [
            .. Enumerable
                .Range(0, width)
                .Select(_ => Math.Clamp(low + ((high - low) * random.NextDouble()), state.Min.Value, state.Max.Value)),
        ];
    }
}
