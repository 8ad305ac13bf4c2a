using System;
using System.Numerics.Tensors;

namespace RegularizerGen.Structured.Margins;

/// <summary>The fixed point of a map by Anderson's acceleration (Walker and Ni 2011): each step combines the last images so that the
/// residual would vanish where the map linear. Where the residual grows the memory is dropped and a plain step is made.</summary>
internal sealed class FixedPoint
{
    private const int Memory = 8;

    private readonly double[] image;
    private readonly double[] residual;
    private readonly double[] lastImage;
    private readonly double[] lastResidual;
    private readonly double[][] images = new double[Memory][];
    private readonly double[][] residuals = new double[Memory][];
    private readonly double[] gram = new double[Memory * Memory];
    private readonly double[] factor = new double[Memory * Memory];
    private readonly double[] weights = new double[Memory];

    /// <param name="size">Numbers of a point.</param>
    public FixedPoint(int size)
    {
        (image, residual, lastImage, lastResidual) = (new double[size], new double[size], new double[size], new double[size]);
        for (int k = 0; k < Memory; k++)
        {
            (images[k], residuals[k]) = (new double[size], new double[size]);
        }
    }

    /// <summary>From a point to one that the map moves by no more than a tolerance relative to 1 + |value|; false where it takes more steps
    /// than allowed, or leaves all numbers.</summary>
    public bool TryFind(double[] point, Action<double[], double[]> map, int most, double tolerance)
    {
        (int kept, int steps) = (0, 0);
        double before = double.PositiveInfinity;
        for (; steps < most; steps++)
        {
            map(point, image);
            TensorPrimitives.Subtract<double>(image, point, residual);
            double size = TensorPrimitives.Norm<double>(residual);
            if (!double.IsFinite(size))
            {
                return false;
            }

            bool isThere = IsSmall(residual, point, tolerance);
            if (steps > 0 && size <= 2 * before)
            {
                int slot = kept++ % Memory;
                TensorPrimitives.Subtract<double>(image, lastImage, images[slot]);
                TensorPrimitives.Subtract<double>(residual, lastResidual, residuals[slot]);
            }
            else
            {
                kept = 0;
            }

            before = size;
            image.CopyTo(lastImage, 0);
            residual.CopyTo(lastResidual, 0);
            image.CopyTo(point, 0);
            if (isThere)
            {
                return true;
            }

            Combine(point, Math.Min(kept, Memory));
        }

        return false;
    }

    /// <summary>Whether a residual is no more than a tolerance relative to 1 + |value|.</summary>
    public static bool IsSmall(double[] residual, double[] point, double tolerance)
    {
        for (int k = 0; k < point.Length; k++)
        {
            if (!(Math.Abs(residual[k]) <= tolerance * (1 + Math.Abs(point[k]))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Subtracts the combination of differences of images whose residuals come closest to the last one.</summary>
    private void Combine(double[] point, int count)
    {
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                gram[(i * count) + j] = TensorPrimitives.Dot<double>(residuals[i], residuals[j]) * (i == j ? 1 + 1e-12 : 1);
            }

            weights[i] = TensorPrimitives.Dot<double>(residuals[i], residual);
        }

        Span<double> root = factor.AsSpan(0, count * count);
        if (!SymmetricInverse.TryFactorize(gram, count, root))
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            weights[i] =
                (weights[i] - TensorPrimitives.Dot<double>(root.Slice(i * count, i), weights.AsSpan(0, i))) / root[(i * count) + i];
        }

        for (int i = count - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < count; j++)
            {
                weights[i] -= root[(j * count) + i] * weights[j];
            }

            weights[i] /= root[(i * count) + i];
            TensorPrimitives.MultiplyAdd<double>(images[i], -weights[i], point, point);
        }
    }
}
