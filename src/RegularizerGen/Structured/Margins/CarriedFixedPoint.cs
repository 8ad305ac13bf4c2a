using System;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>
/// The fixed point of a map F that changes little from call to call, from near it, by Broyden's second method (1965): moves B r by the
/// residual r = F(x) - x, where B comes to be (1 - F')⁻¹ by the least change after every move with which B maps what the residual lost to
/// that move. B is kept for the next call. Where the residual grows it is forgotten, and a plain step is made.
/// </summary>
internal sealed class CarriedFixedPoint
{
    private readonly int size;
    private readonly double[] inverse; // B
    private readonly double[] image;
    private readonly double[] residual;
    private readonly double[] lost; // the last residual, and what it lost
    private readonly double[] move;

    /// <param name="size">Numbers of a point.</param>
    public CarriedFixedPoint(int size)
    {
        this.size = size;
        inverse = Sizes.Allocate<double>("Ranges of states [ends, ends]", size, size);
        (image, residual, lost, move) = (new double[size], new double[size], new double[size], new double[size]);
        Reset();
    }

    /// <summary>Forgets what was learned of the map.</summary>
    public void Reset()
    {
        Array.Clear(inverse);
        for (int k = 0; k < size; k++)
        {
            inverse[(k * size) + k] = 1;
        }
    }

    /// <summary>From a point to one that the map moves by no more than a tolerance relative to 1 + |value|; false where it takes more steps
    /// than allowed, or leaves all numbers.</summary>
    public bool TryFind(double[] point, Action<double[], double[]> map, int most, double tolerance)
    {
        double before = double.PositiveInfinity;
        for (int step = 0; step < most; step++)
        {
            map(point, image);
            TensorPrimitives.Subtract<double>(image, point, residual);
            double length = TensorPrimitives.Norm<double>(residual);
            if (!double.IsFinite(length))
            {
                Reset();
                return false;
            }

            if (FixedPoint.IsSmall(residual, point, tolerance))
            {
                image.CopyTo(point, 0);
                return true;
            }

            if (length > 2 * before)
            {
                Reset();
                residual.CopyTo(move, 0);
            }
            else
            {
                Advance(isFirst: step == 0);
            }

            before = length;
            residual.CopyTo(lost, 0);
            TensorPrimitives.Add<double>(point, move, point);
        }

        return false;
    }

    /// <summary>The next move. As the last one was B times the last residual, it is by g = B r off B y, y what the residual lost, so that
    /// B + g yᵀ/yᵀy is the update, and g (1 + yᵀr/yᵀy) the move by it.</summary>
    private void Advance(bool isFirst)
    {
        for (int row = 0; row < size; row++)
        {
            move[row] = TensorPrimitives.Dot<double>(inverse.AsSpan(row * size, size), residual);
        }

        TensorPrimitives.Subtract<double>(lost, residual, lost);
        double square = TensorPrimitives.SumOfSquares<double>(lost);
        if (isFirst || !(square > 0))
        {
            return;
        }

        for (int row = 0; row < size; row++)
        {
            Span<double> own = inverse.AsSpan(row * size, size);
            TensorPrimitives.MultiplyAdd<double>(lost, move[row] / square, own, own);
        }

        TensorPrimitives.Multiply<double>(move, 1 + (TensorPrimitives.Dot<double>(lost, residual) / square), move);
    }
}
