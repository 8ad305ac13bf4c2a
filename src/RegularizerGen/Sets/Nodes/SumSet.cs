using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Domains;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Sets.Nodes;

/// <summary>A term coefficient · weight · signal of a sum; -1 where weight or signal is absent.</summary>
internal readonly record struct SetTerm(Constant Coefficient, int Weight, int Signal);

/// <summary>The sum Σ W_k v_k + Σ α_k v_k + b + β + constant: linear, so its bounds are itself, but for rounding.</summary>
internal sealed class SumSet : SetNode
{
    private readonly SetTerm[] terms;
    private readonly SetWeights weights;
    private readonly double[] constants;
    private readonly double[] constantSizes;

    public SumSet(int number, int width, SetTerm[] terms, SetWeights weights)
        : base(number, [.. terms.Where(t => t.Signal >= 0).Select(t => t.Signal).Distinct()])
    {
        (this.terms, this.weights) = (terms, weights);
        (constants, constantSizes) = (new double[width], new double[width]);
    }

    /// <summary>What it is a sum of.</summary>
    public IReadOnlyList<SetTerm> Terms => terms;

    /// <summary>Products and sums that one unit takes, at most.</summary>
    public int Operations => terms.Sum(t => 4 + (t.Weight >= 0 && t.Signal >= 0 ? weights.Spec(t.Weight).Columns : 0));

    /// <summary>What of the sum does not depend on signals.</summary>
    public ReadOnlySpan<double> Constants => constants;

    /// <summary>By step, Σ |coefficient| |W| max|v| + |b|: what rounding errors are proportional to.</summary>
    public double[][] Magnitudes { get; private set; } = [];

    /// <summary>By step, the sum of the largest |coefficient| |argument| of all, and of |argument|: what underflows in coefficients is
    /// multiplied by it.</summary>
    public double[] ArgumentSizes { get; private set; } = [];

    /// <summary>Where the sum is one signal, unit by unit times a factor, plus constants: the signal and the factors; else null.</summary>
    public (int Signal, Func<int, Numbers.Enclosure> Factor)? Scaled()
    {
        SetTerm[] moving = [.. terms.Where(t => t.Signal >= 0)];
        if (moving is not [var term] || (term.Weight >= 0 && weights.Spec(term.Weight).Kind == WeightKind.Matrix))
        {
            return null;
        }

        return (
            term.Signal,
            unit =>
            {
                var coefficient = term.Coefficient.In<Numbers.Enclosure>();
                return term.Weight < 0 ? coefficient : coefficient * weights.Range(term.Weight, unit);
            }
        );
    }

    /// <summary>Reads biases and constants, once weights are known.</summary>
    public void Begin(int steps)
    {
        (Magnitudes, ArgumentSizes) = (new double[steps][], new double[steps]);
        Array.Clear(constants);
        Array.Clear(constantSizes);
        foreach (SetTerm term in terms.Where(t => t.Signal < 0))
        {
            for (int unit = 0; unit < constants.Length; unit++)
            {
                double value = term.Weight < 0 ? 1 : weights.Entries(term.Weight)[weights.Spec(term.Weight).Rows == 1 ? 0 : unit];
                constants[unit] += term.Coefficient.Value * value;
                constantSizes[unit] += Math.Abs(term.Coefficient.Value * value);
            }
        }
    }

    public override void Enclose(SetRanges ranges, int step)
    {
        double error = weights.Gamma;
        int width = constants.Length;
        double[] centre = [.. constants];
        double[] radius = new double[width];
        double[] sizes = [.. constantSizes];
        ArgumentSizes[step] = 0;
        foreach (SetTerm term in terms.Where(t => t.Signal >= 0))
        {
            (double[] c, double[] r, double[] s) = Middle(ranges, term.Signal, step);
            double coefficient = term.Coefficient.Value;
            Add(term.Weight, coefficient, c, centre, isAbsolute: false);
            Add(term.Weight, coefficient, r, radius, isAbsolute: true);
            Add(term.Weight, coefficient, s, sizes, isAbsolute: true);
            ArgumentSizes[step] += (1 + Math.Abs(coefficient)) * s.Sum();
            double inherited = term.Weight < 0 ? 0 : weights.Error(term.Weight);
            double sum = inherited == 0 ? 0 : Outward.Sum(Math.Abs(coefficient) * inherited * s.Sum());
            for (int unit = 0; unit < width && sum > 0; unit++)
            {
                sizes[unit] += sum / error; // it is paid for as a rounding error, here and by the walk
            }
        }

        for (int unit = 0; unit < width; unit++)
        {
            sizes[unit] = Outward.Sum(sizes[unit]);
            double reach = Outward.Sum(radius[unit] + (error * sizes[unit]) + Outward.Underflow);
            ranges.Intersect(Number, step, unit, -Outward.Add(-centre[unit], reach), Outward.Add(centre[unit], reach));
        }

        Magnitudes[step] = sizes;
    }

    /// <summary>Adds rows of its coefficients to those of its arguments.</summary>
    public void Distribute(ReadOnlySpan<double> rows, int count, Func<int, double[]> of)
    {
        foreach (SetTerm term in terms)
        {
            if (term.Signal < 0)
            {
                continue;
            }

            double[] target = of(term.Signal);
            if (term.Weight < 0)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<double>(
                    rows,
                    term.Coefficient.Value,
                    target.AsSpan(0, rows.Length),
                    target
                );
            }
            else
            {
                weights.AddTransposed(term.Weight, term.Coefficient.Value, rows, target, count);
            }
        }
    }

    /// <summary>Adds its values, nearly, to those of a batch [units, batch] from those of its arguments.</summary>
    public void Evaluate(Func<int, double[]> of, double[] own, int batch)
    {
        for (int unit = 0; unit < constants.Length; unit++)
        {
            own.AsSpan(unit * batch, batch).Fill(constants[unit]);
        }

        foreach (SetTerm term in terms.Where(t => t.Signal >= 0))
        {
            weights.AddProduct(term.Weight, term.Coefficient.Value, of(term.Signal), own, batch, isAbsolute: false);
        }
    }

    public override void AddDerivative(SetRanges ranges, int step, Func<int, IntervalMatrix?> of, IntervalMatrix own)
    {
        foreach (SetTerm term in terms)
        {
            if (term.Signal >= 0 && of(term.Signal) is { } derivative)
            {
                own.AddProduct(weights, term.Weight, term.Coefficient.Value, derivative);
            }
        }
    }

    private void Add(int weight, double coefficient, ReadOnlySpan<double> x, Span<double> y, bool isAbsolute)
    {
        if (weight >= 0)
        {
            weights.Add(weight, coefficient, x, y, isAbsolute);
            return;
        }

        for (int unit = 0; unit < y.Length; unit++)
        {
            y[unit] += (isAbsolute ? Math.Abs(coefficient) : coefficient) * x[unit];
        }
    }

    /// <summary>Middle, radius and largest absolute value of the units of a signal.</summary>
    private static (double[] Centre, double[] Radius, double[] Size) Middle(SetRanges ranges, int signal, int step)
    {
        Span<double> lower = ranges.Lower(signal, step);
        Span<double> upper = ranges.Upper(signal, step);
        (double[] centre, double[] radius, double[] size) = (new double[lower.Length], new double[lower.Length], new double[lower.Length]);
        for (int unit = 0; unit < lower.Length; unit++)
        {
            centre[unit] = lower[unit] + (0.5 * (upper[unit] - lower[unit]));
            radius[unit] = Math.BitIncrement(Math.Max(upper[unit] - centre[unit], centre[unit] - lower[unit]));
            size[unit] = Math.Max(Math.Abs(lower[unit]), Math.Abs(upper[unit]));
        }

        return (centre, radius, size);
    }
}
