using System;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>
/// ψ = (tr Z^p)^(1/2p) of a positive semidefinite matrix, which is at least the root of its largest eigenvalue and at most n^(1/2p) times
/// it, and has a derivative also where that eigenvalue is multiple, as it is at the best scales: dψ/dZ = ψ Z^(p-1)/(2 tr Z^p).
/// </summary>
/// <param name="n">Order of Z.</param>
internal sealed class SmoothRoot(int n) : LevelRoot
{
    private const int Squarings = 5; // p = 32

    private readonly double[] power = Sizes.Allocate<double>("Power of a matrix [states, states]", n, n);
    private readonly double[] next = new double[n * n];
    private readonly double[] product = new double[n * n];

    /// <inheritdoc/>
    public override double[] Gradient { get; } = new double[n * n];

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> z, bool withGradient)
    {
        double size = TensorPrimitives.Norm<double>(z);
        if (!(size > 0) || !double.IsFinite(size))
        {
            Array.Clear(Gradient);
            return size == 0 ? 0 : double.PositiveInfinity;
        }

        TensorPrimitives.Divide<double>(z, size, power);
        power.CopyTo(Gradient, 0);
        double[] current = power;
        double[] other = next;
        for (int k = 1; k < Squarings; k++)
        {
            Multiply(current, current, other);
            (current, other) = (other, current);
            if (withGradient)
            {
                Multiply(Gradient, current, product);
                product.CopyTo(Gradient, 0);
            }
        }

        double trace = TensorPrimitives.Dot<double>(current, current);
        double root = Math.Sqrt(size) * Math.Pow(trace, 1.0 / (2 << Squarings));
        TensorPrimitives.Multiply<double>(Gradient, root / (2 * trace * size), Gradient);
        return root;
    }

    /// <summary>The product of two powers, which is symmetric.</summary>
    private void Multiply(double[] a, double[] b, double[] result) => Symmetric.Product(a, n, 1, b, result, n);
}
