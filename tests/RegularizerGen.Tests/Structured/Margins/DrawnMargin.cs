using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Domains.Tapes;
using RegularizerGen.Domains.Unitwise;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Sets.Nodes;
using RegularizerGen.Structured;
using RegularizerGen.Structured.Margins;

namespace RegularizerGen.Tests.Structured.Margins;

/// <summary>A stability margin of a cell with drawn weights, by structured contraction.</summary>
internal sealed class DrawnMargin
{
    public DrawnMargin(string name, int[] sizes, double scale, int seed, StabilityOptions? options = null)
    {
        Description = DrawnCell.All[name];
        (Sizes, Options) = (sizes, (options ?? new StabilityOptions { InputBound = 1 }) with { Rules = BoundRules.Structured });
        var random = new Random(seed);
        Parameters = [.. Enumerable.Range(0, Description.ParameterCount(sizes)).Select(_ => scale * ((2 * random.NextDouble()) - 1))];
        Penalty = Description.Stability<double>(sizes, Options);
    }

    public CellDescription Description { get; }

    public int[] Sizes { get; }

    public StabilityOptions Options { get; }

    public double[] Parameters { get; }

    public StabilityPenalty<double> Penalty { get; }

    public StructuredMargin Margin => Penalty.Structured!.Margin;

    /// <summary>The cell with the weights as they are now, as sets see it.</summary>
    public DrawnCell Cell => new DrawnCell(Description, Sizes, new Random(1), 1).With(k => Parameters[k]);

    public StabilityResult Evaluate(double strength = 1) => CellDescription.Stabilize(Penalty, Parameters, [], strength);

    public StabilityResult AddGradient(double[] gradient, double strength = 1) =>
        CellDescription.Stabilize(Penalty, Parameters, gradient, strength);

    /// <summary>The ranges of all signals at the last call, as sets have them.</summary>
    public SetRanges Ranges(DrawnCell cell)
    {
        var ranges = new SetRanges(cell.Step.Widths, 1);
        for (int signal = 0; signal < cell.Cell.Widths.Count; signal++)
        {
            UnitwiseSignal<Taped> own = Margin.Limit.Taped[signal];
            Read(own.Lower).CopyTo(ranges.Lower(signal, 0));
            Read(own.Upper).CopyTo(ranges.Upper(signal, 0));
        }

        for (int signal = cell.Cell.Widths.Count; signal < cell.Step.Widths.Count; signal++) // differences of blends
        {
            IReadOnlyList<SetTerm> terms = ((SumSet)cell.Step.ByNumber[signal]!).Terms;
            (int a, int b) = (terms[0].Signal, terms[1].Signal);
            for (int unit = 0; unit < cell.Step.Widths[signal]; unit++)
            {
                ranges.Lower(signal, 0)[unit] = ranges.Lower(a, 0)[unit] - ranges.Upper(b, 0)[unit];
                ranges.Upper(signal, 0)[unit] = ranges.Upper(a, 0)[unit] - ranges.Lower(b, 0)[unit];
            }
        }

        return ranges;
    }

    /// <summary>Steps down the gradient, each a hundredth of the weights' norm, until there is no penalty; how many it took.</summary>
    public int Descend(int most)
    {
        for (int step = 0; step < most; step++)
        {
            double[] gradient = new double[Parameters.Length];
            StabilityResult result = AddGradient(gradient);
            Assert.False(result.GradientOmitted);
            if (result.Penalty == 0)
            {
                return step;
            }

            double length = 0.01 * Norm(Parameters) / Norm(gradient);
            for (int k = 0; k < gradient.Length; k++)
            {
                Parameters[k] -= length * gradient[k];
            }
        }

        return most;
    }

    public static double Norm(double[] values) => Math.Sqrt(values.Sum(v => v * v));

    public static double[] Read(Taped[] numbers) => [.. numbers.Select(Taped.ToDouble)];

    /// <summary>M at a level, from N, T and S, by a way of its own.</summary>
    public static ScaledMatrix Scaled(IntervalMatrix matrix, MovingScales scales, (int Start, int Count) levelRows, double level)
    {
        var inverse = MathNet
            .Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowMajor(
                (int)Math.Sqrt(scales.T.Length),
                (int)Math.Sqrt(scales.T.Length),
                scales.T
            )
            .Inverse();
        var scaled = ScaledMatrix.Of(
            matrix.Centre,
            matrix.Rows,
            scales.T,
            inverse.Transpose().ToColumnMajorArray(),
            [.. scales.S.SelectMany(s => s)],
            levelRows
        );
        scaled.SetLevel(level);
        return scaled;
    }
}
