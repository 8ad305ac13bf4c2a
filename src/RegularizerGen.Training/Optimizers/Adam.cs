using System;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Training;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) over flat memory, after the gradient's norm was clipped: the parameter θ with the clipped
/// gradient g moves by -α·m̂/(√v̂ + ε) for m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g², m̂ = m/(1-β₁ᵗ), v̂ = v/(1-β₂ᵗ). These are the
/// numbers of torch.optim.Adam and torch.nn.utils.clip_grad_norm_.
/// </summary>
/// <remarks>Steps allocate nothing. Penalties are added to the gradient before a step.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public class Adam<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Chunk = 1024; // elements that stay in the first cache from one operation to the next
    private const double ClipFloor = 1e-6; // as torch: no division by 0

    private readonly AdamOptions options;
    private readonly double weightDecay;
    private readonly Trainable<T>[] parameters;
    private readonly T[][] means;
    private readonly T[][] squares;
    private readonly T[] scratch = new T[Chunk];
    private readonly T[] clipped = new T[Chunk];

    /// <summary>Starts at step 0.</summary>
    /// <param name="options">Rates, and where to clip.</param>
    /// <param name="parameters">What is trained; clipped together.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or there are no parameters.</exception>
    public Adam(AdamOptions options, params Trainable<T>[] parameters)
        : this(options, 0, parameters) { }

    private protected Adam(AdamOptions options, double weightDecay, Trainable<T>[] parameters)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parameters);
        options.Validate();
        if (parameters.Length == 0 || parameters.Contains(null))
        {
            throw new ArgumentException("There is nothing to be trained.", nameof(parameters));
        }

        (this.options, this.weightDecay, this.parameters) = (options, weightDecay, [.. parameters]);
        means = [.. parameters.Select(p => Sizes.Allocate<T>($"Means of the gradient of '{p.Name}'", p.Values.Length))];
        squares = [.. parameters.Select(p => Sizes.Allocate<T>($"Mean squares of the gradient of '{p.Name}'", p.Values.Length))];
    }

    /// <summary>Number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>The learning rate of the next step.</summary>
    public double Rate => options.Rate.At(Steps);

    /// <summary>Sets all gradients to 0.</summary>
    public void ClearGradients()
    {
        foreach (Trainable<T> part in parameters)
        {
            part.Gradient.Span.Clear();
        }
    }

    /// <summary>One step at the rate of the options.</summary>
    /// <inheritdoc cref="Step(double)"/>
    public double Step() => Step(Rate);

    /// <summary>One step. Gradients stay as they are.</summary>
    /// <param name="rate">The learning rate α, at least 0 and finite.</param>
    /// <returns>The norm of the gradient before clipping.</returns>
    /// <exception cref="ArgumentException">The rate is out of its range, or a gradient is NaN or infinite (the message says where), or the
    /// square of the clipped norm is beyond the range of T; nothing has moved then.</exception>
    public double Step(double rate)
    {
        LearningRate.Require(rate, nameof(rate));
        double norm = GradientNorm.Of(parameters);
        double clip = Math.Min(1, options.LargestNorm / (norm + ClipFloor));
        RequireSquare(norm, clip);
        Steps++;
        double correction1 = 1 - Math.Pow(options.Beta1, Steps);
        double correction2 = Math.Sqrt(1 - Math.Pow(options.Beta2, Steps));
        T shrink = T.CreateTruncating(1 - (rate * weightDecay));
        T move = T.CreateTruncating(-rate / correction1);
        for (int part = 0; part < parameters.Length; part++)
        {
            Span<T> values = parameters[part].Values.Span;
            for (int start = 0; start < values.Length; start += Chunk)
            {
                int count = Math.Min(Chunk, values.Length - start);
                Span<T> theta = values.Slice(start, count);
                Span<T> g = clipped.AsSpan(0, count);
                TensorPrimitives.Multiply(parameters[part].Gradient.Span.Slice(start, count), T.CreateTruncating(clip), g);
                Span<T> m = means[part].AsSpan(start, count);
                Span<T> ratio = scratch.AsSpan(0, count);
                Average(g, options.Beta1, m, ratio);
                TensorPrimitives.Multiply(g, g, g);
                Average(g, options.Beta2, squares[part].AsSpan(start, count), ratio);
                TensorPrimitives.Sqrt(squares[part].AsSpan(start, count), ratio);
                TensorPrimitives.Divide(ratio, T.CreateTruncating(correction2), ratio);
                TensorPrimitives.Add(ratio, T.CreateTruncating(options.Epsilon), ratio);
                TensorPrimitives.Divide(m, ratio, ratio);
                TensorPrimitives.Multiply(theta, shrink, theta);
                TensorPrimitives.MultiplyAdd(ratio, move, theta, theta);
            }
        }

        return norm;
    }

    /// <summary>A mean of squares that is infinite once is so for ever, and its parameter never moves again.</summary>
    private static void RequireSquare(double norm, double clip)
    {
        T clipped = T.CreateTruncating(norm * clip);
        if (!T.IsFinite(clipped * clipped))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The norm of the gradient is {norm}, whose square is beyond the range of {typeof(T).Name}: set AdamOptions.LargestNorm."
                ),
                nameof(norm)
            );
        }
    }

    /// <summary>mean ← β·mean + (1-β)·values.</summary>
    private static void Average(ReadOnlySpan<T> values, double beta, Span<T> mean, Span<T> scratch)
    {
        TensorPrimitives.Multiply(values, T.CreateTruncating(1 - beta), scratch);
        TensorPrimitives.MultiplyAdd(mean, T.CreateTruncating(beta), scratch, mean);
    }
}
