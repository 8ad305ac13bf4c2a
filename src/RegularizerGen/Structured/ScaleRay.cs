using System;

namespace RegularizerGen.Structured;

/// <summary>
/// How much larger T and S together serve a target best, exactly: only the columns of inputs grow with them, by c, so that det(I - MᵀM) is
/// det(I - c²H) but for a factor, with I - H the inverse of K's block of inputs. The Newton step does not see that this costs so little:
/// its curvature is one from above.
/// </summary>
internal static class ScaleRay
{
    private const int Bisections = 40;

    /// <summary>c: the minimum of -ln det(I - c²H) - t ln c².</summary>
    /// <param name="scaled">The matrix.</param>
    /// <param name="point">The barrier there.</param>
    /// <param name="price">t.</param>
    public static double Best(ScaledMatrix scaled, BarrierPoint point, double price)
    {
        int first = scaled.Full + scaled.S.Length;
        int inputs = scaled.Columns - first;
        double[] inner = new double[inputs * inputs];
        for (int k = 0; k < inner.Length; k++)
        {
            inner[k] = point.Inner[((first + (k / inputs)) * scaled.Columns) + first + (k % inputs)];
        }

        double[] rest = new double[inner.Length];
        if (inputs == 0 || !SymmetricInverse.TryFind(inner, inputs, rest, out _))
        {
            return 1;
        }

        // The slope, tr (I - c²H)⁻¹ - inputs - t, grows with c.
        (double low, double high) = (-16, 16);
        for (int k = 0; k < Bisections; k++)
        {
            double middle = (low + high) / 2;
            (low, high) = Trace(rest, inputs, Math.Exp(middle)) - inputs > price ? (low, middle) : (middle, high);
        }

        return Math.Exp(low / 2);
    }

    /// <summary>tr (I - aH)⁻¹; infinite where that is not positive definite.</summary>
    private static double Trace(double[] rest, int inputs, double a)
    {
        double[] matrix = new double[rest.Length];
        for (int k = 0; k < rest.Length; k++)
        {
            matrix[k] = (a * rest[k]) + (k % (inputs + 1) == 0 ? 1 - a : 0);
        }

        double[] inverse = new double[rest.Length];
        if (!SymmetricInverse.TryFind(matrix, inputs, inverse, out _))
        {
            return double.PositiveInfinity;
        }

        double trace = 0;
        for (int k = 0; k < inputs; k++)
        {
            trace += inverse[(k * inputs) + k];
        }

        return trace;
    }
}
