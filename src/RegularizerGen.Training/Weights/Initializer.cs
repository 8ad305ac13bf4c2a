using System;
using System.Numerics;
using RegularizerGen.Kernels;

namespace RegularizerGen.Training;

/// <summary>How a weight starts. Matrices are [outputs, inputs]: rows are the fan-out.</summary>
public abstract class Initializer
{
    private protected Initializer() { }

    /// <summary>Uniform in ±bound.</summary>
    /// <param name="bound">At least 0 and finite.</param>
    /// <exception cref="ArgumentException">The bound is out of its range.</exception>
    public static Initializer Uniform(double bound) => new UniformInitializer(Require(bound, 0, nameof(bound)), isXavier: false);

    /// <summary>Uniform in ±1/√units: PyTorch's start of all weights of its recurrent modules, biases included.</summary>
    /// <param name="units">Number of units H, at least 1.</param>
    /// <exception cref="ArgumentException">The number is less than 1.</exception>
    public static Initializer PyTorch(int units) => Uniform(1 / Math.Sqrt(Require(units, 1, nameof(units))));

    /// <summary>Uniform in ±gain·√(6/(rows + columns)) (Glorot and Bengio 2010, equation 16), for matrices.</summary>
    /// <param name="gain">A factor, at least 0 and finite.</param>
    /// <exception cref="ArgumentException">The gain is out of its range.</exception>
    public static Initializer XavierUniform(double gain = 1) => new UniformInitializer(Require(gain, 0, nameof(gain)), isXavier: true);

    /// <summary>Normal of deviation gain·√(2/(rows + columns)) (Glorot and Bengio 2010), for matrices.</summary>
    /// <inheritdoc cref="XavierUniform"/>
    public static Initializer XavierNormal(double gain = 1) => new NormalInitializer(Require(gain, 0, nameof(gain)));

    /// <summary>Orthonormal rows or columns, whichever are fewer, times the gain; uniform among all such matrices (Saxe, McClelland and
    /// Ganguli 2014), for matrices.</summary>
    /// <inheritdoc cref="XavierUniform"/>
    public static Initializer Orthogonal(double gain = 1) => new OrthogonalInitializer(Require(gain, 0, nameof(gain)));

    /// <summary>The same value everywhere: 0, or 1 for the bias of a forget gate (Jozefowicz, Zaremba and Sutskever 2015).</summary>
    /// <param name="value">Finite.</param>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public static Initializer Constant(double value) => new ConstantInitializer(Require(value, double.MinValue, nameof(value)));

    /// <summary>Fills a matrix, such as a weight of a cell's View or the read-out's.</summary>
    /// <param name="weight">What is filled.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <exception cref="ArgumentException">A value is not finite as an element; nothing is written then.</exception>
    public void Fill<T>(MatrixSpan<T> weight, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] drawn = Draw<T>(weight.Rows, weight.Columns, random);
        for (int k = 0; k < drawn.Length; k++)
        {
            weight[k / weight.Columns, k % weight.Columns] = drawn[k];
        }
    }

    /// <summary>Fills a vector.</summary>
    /// <param name="weight">What is filled.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <exception cref="ArgumentException">It is for matrices only, or a value is not finite as an element; nothing is written
    /// then.</exception>
    public void Fill<T>(Span<T> weight, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (MatricesOnly.Length > 0)
        {
            throw new ArgumentException($"{MatricesOnly} is for matrices; a bias, diagonal or scalar needs another start.", nameof(weight));
        }

        Draw<T>(weight.Length, 1, random).CopyTo(weight);
    }

    /// <summary>Its name where it is for matrices only; else empty.</summary>
    internal abstract string MatricesOnly { get; }

    private protected abstract void Draw(Random random, int rows, int columns, Span<double> values);

    private protected static double Require(double value, double least, string name) =>
        value >= least && double.IsFinite(value)
            ? value
            : throw new ArgumentException(
                FormattableString.Invariant($"'{name}' is {value}; it must be finite and at least {least}."),
                name
            );

    private T[] Draw<T>(int rows, int columns, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        double[] values = Sizes.Allocate<double>("A weight [rows, columns]", rows, columns);
        Draw(random, rows, columns, values);
        T[] drawn = Array.ConvertAll(values, T.CreateTruncating);
        FiniteCheck.RequireSequence<T>(drawn, "weight");
        return drawn;
    }

    private sealed class UniformInitializer(double factor, bool isXavier) : Initializer
    {
        internal override string MatricesOnly => isXavier ? nameof(XavierUniform) : string.Empty;

        private protected override void Draw(Random random, int rows, int columns, Span<double> values)
        {
            double within = isXavier ? factor * Math.Sqrt(6.0 / (rows + columns)) : factor;
            foreach (ref double value in values)
            {
                value = within * ((2 * random.NextDouble()) - 1);
            }
        }
    }

    private sealed class NormalInitializer(double gain) : Initializer
    {
        internal override string MatricesOnly => nameof(XavierNormal);

        private protected override void Draw(Random random, int rows, int columns, Span<double> values)
        {
            double deviation = gain * Math.Sqrt(2.0 / (rows + columns));
            foreach (ref double value in values)
            {
                value = deviation * Gaussian.Next(random);
            }
        }
    }

    private sealed class OrthogonalInitializer(double gain) : Initializer
    {
        internal override string MatricesOnly => nameof(Orthogonal);

        private protected override void Draw(Random random, int rows, int columns, Span<double> values) =>
            RandomOrthogonal.Draw(random, rows, columns, gain, values);
    }

    private sealed class ConstantInitializer(double constant) : Initializer
    {
        internal override string MatricesOnly => string.Empty;

        private protected override void Draw(Random random, int rows, int columns, Span<double> values) => values.Fill(constant);
    }
}
