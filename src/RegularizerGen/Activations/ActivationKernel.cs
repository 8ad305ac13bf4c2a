using System;
using System.ComponentModel;
using System.Numerics;

namespace RegularizerGen.Activations;

/// <summary>A scalar function φ in the passes: y = φ(x) element by element, its first derivative, and its second.</summary>
/// <typeparam name="T">float or double.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ActivationKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether derivatives need x; else y tells them (with the slopes that are kept), and y may be written over x.</summary>
    public virtual bool NeedsArgument => false;

    /// <summary>Whether the forward pass keeps slopes that the value no longer tells: where the function saturates.</summary>
    public virtual bool KeepsSlopes => false;

    /// <summary>Whether φ'' is anything but 0.</summary>
    public virtual bool HasCurvature => true;

    /// <summary>y = φ(x), and the slopes that are to be kept; y may be x unless the argument is needed.</summary>
    public abstract void Forward(ReadOnlySpan<T> x, Span<T> y, Span<T> slopes);

    /// <summary>dx = dy·φ'(x); may work in place on dy.</summary>
    public abstract void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx);

    /// <summary>dx += dy·φ'(x).</summary>
    public abstract void AddBackward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx);

    /// <summary>dx += dt·φ''(x)·tx, where tx is the tangent of x and t = φ'(x)·tx that of y: each function reads the one that it
    /// needs.</summary>
    public abstract void AddCurvature(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dt,
        ReadOnlySpan<T> tx,
        ReadOnlySpan<T> t,
        Span<T> dx
    );
}

/// <summary>A function that is known by its formula: loops over it and its derivatives.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TFormula">The formula.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FormulaKernel<T, TFormula> : ActivationKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFormula : IFormula
{
    /// <inheritdoc/>
    public override bool NeedsArgument => true;

    /// <inheritdoc/>
    public override bool HasCurvature => TFormula.HasCurvature;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<T> x, Span<T> y, Span<T> slopes)
    {
        for (int k = 0; k < y.Length; k++)
        {
            y[k] = TFormula.Of(x[k]);
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx)
    {
        for (int k = 0; k < dx.Length; k++)
        {
            dx[k] = dy[k] * TFormula.SlopeOf(x[k]);
        }
    }

    /// <inheritdoc/>
    public override void AddBackward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx)
    {
        for (int k = 0; k < dx.Length; k++)
        {
            dx[k] += dy[k] * TFormula.SlopeOf(x[k]);
        }
    }

    /// <inheritdoc/>
    public override void AddCurvature(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dt,
        ReadOnlySpan<T> tx,
        ReadOnlySpan<T> t,
        Span<T> dx
    )
    {
        for (int k = 0; k < dx.Length; k++)
        {
            dx[k] += dt[k] * tx[k] * TFormula.CurvatureOf(x[k]);
        }
    }
}

/// <summary>A formula in the element type of the passes, with its derivatives. Generated code implements it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFormula
{
    /// <summary>Whether φ'' is anything but 0.</summary>
    static abstract bool HasCurvature { get; }

    /// <summary>φ(u).</summary>
    static abstract T Of<T>(T u)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>φ'(u).</summary>
    static abstract T SlopeOf<T>(T u)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>φ''(u).</summary>
    static abstract T CurvatureOf<T>(T u)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
