using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Network;

/// <summary>y = M x + b at every step.</summary>
/// <param name="Title">What reports call it.</param>
/// <param name="Matrix">M [rows, columns], row by row; of a diagonal, its entries.</param>
/// <param name="Offset">b [rows].</param>
/// <param name="IsDiagonal">Whether M is diagonal.</param>
internal sealed record AffineStage(string Title, double[] Matrix, double[] Offset, bool IsDiagonal) : IStage
{
    /// <summary>2⁻⁵³, the error of one operation.</summary>
    private const double UnitRoundoff = 1.0 / (1L << 53);

    /// <inheritdoc/>
    public int OutputWidth => Offset.Length;

    /// <inheritdoc/>
    public IEnumerable<double[]> Numbers => [Matrix, Offset];

    private int InputWidth => IsDiagonal ? Offset.Length : Matrix.Length / Offset.Length;

    /// <inheritdoc/>
    public Sequence Forward(Sequence input) =>
        EachRow(
            input,
            OutputWidth,
            (x, y) =>
            {
                for (int row = 0; row < y.Length; row++)
                {
                    y[row] = Offset[row] + Sum(row, column => Entry(row, column) * x[column]);
                }
            }
        );

    /// <inheritdoc/>
    public Sequence Backward(Sequence input, Sequence outputGradient) =>
        EachRow(
            outputGradient,
            InputWidth,
            (dy, dx) =>
            {
                for (int row = 0; row < dy.Length; row++)
                {
                    for (int column = First(row); column < Last(row); column++)
                    {
                        dx[column] += Entry(row, column) * dy[row];
                    }
                }
            }
        );

    /// <inheritdoc/>
    public Reach Bound(Reach input, ProofSettings settings) =>
        new(Enclose(input.Range), [.. Offset.Select((_, row) => GainOf(row, input.Gains))]);

    /// <inheritdoc/>
    public Box Around(Sequence nominal, Box input, ProofSettings settings) => Enclose(input);

    /// <summary>Both ends by signs of M, each moved outward by the error bound γ Σ|M||x| of a sum (Higham 2002, section 3.1).</summary>
    private Box Enclose(Box input) => new(End(input.Lower, input.Upper, -1), End(input.Upper, input.Lower, 1));

    private Sequence End(Sequence near, Sequence far, int sign)
    {
        double[] values = new double[near.Rows * OutputWidth];
        for (int k = 0; k < values.Length; k++)
        {
            (int step, int row) = (k / OutputWidth, k % OutputWidth);
            double End(int column) => Times(Entry(row, column), (Entry(row, column) >= 0 ? near : far)[step, column]);
            double sum = Offset[row] + Sum(row, End);
            double size = Math.Abs(Offset[row]) + Sum(row, column => Math.Abs(End(column)));
            double moved = sum + (sign * ((ErrorOf(row) * size) + Underflow(row)));
            // Infinite ends of both signs add up to no number: nothing is known then.
            values[k] =
                double.IsNaN(moved) ? sign * double.PositiveInfinity
                : sign > 0 ? Math.BitIncrement(moved)
                : Math.BitDecrement(moved);
        }

        return new Sequence(OutputWidth, values);
    }

    /// <summary>A sum of products of gains from above; 0 only where every product is.</summary>
    private double GainOf(int row, double[] gains)
    {
        double sum = Sum(row, column => Times(Math.Abs(Entry(row, column)), gains[column]));
        bool any = Sum(row, column => Entry(row, column) != 0 && gains[column] != 0 ? 1 : 0) > 0;
        return any ? Math.BitIncrement((sum * (1 + ErrorOf(row))) + Underflow(row)) : 0;
    }

    /// <summary>Every product may underflow by this much.</summary>
    private double Underflow(int row) => (Last(row) - First(row)) * double.Epsilon;

    private double ErrorOf(int row) => 1.01 * UnitRoundoff * (Last(row) - First(row) + 4);

    private double Entry(int row, int column) => IsDiagonal ? Matrix[row] : Matrix[(row * InputWidth) + column];

    private int First(int row) => IsDiagonal ? row : 0;

    private int Last(int row) => IsDiagonal ? row + 1 : InputWidth;

    private double Sum(int row, Func<int, double> term)
    {
        double sum = 0;
        for (int column = First(row); column < Last(row); column++)
        {
            sum += term(column);
        }

        return sum;
    }

    /// <summary>A product in which 0 times anything is 0, infinite ends included.</summary>
    private static double Times(double factor, double value) => factor == 0 ? 0 : factor * value;

    private static Sequence EachRow(Sequence input, int width, Action<double[], Span<double>> row)
    {
        double[] values = new double[input.Rows * width];
        for (int k = 0; k < input.Rows; k++)
        {
            row(input.Row(k).ToArray(), values.AsSpan(k * width, width));
        }

        return new Sequence(width, values);
    }
}
