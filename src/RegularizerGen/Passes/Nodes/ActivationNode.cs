using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Activations;

namespace RegularizerGen.Passes.Nodes;

/// <summary>φ(v), element by element.</summary>
internal sealed class ActivationNode<T>(int number, int v, ActivationKernel<T> kernel) : PassNode<T>(number, v)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The function.</summary>
    public ActivationKernel<T> Kernel { get; } = kernel;

    public override IEnumerable<int> Needed => Kernel.NeedsArgument ? Arguments : [];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Signals<T> values, int step) =>
        Kernel.Forward(values.At(v, step), values.At(Number, step), values.SlopesAt(Number, step));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Signals<T> values, Adjoints<T> adjoints, int step)
    {
        if (!adjoints.Wants(v))
        {
            return;
        }

        ReadOnlySpan<T> own = adjoints.At(Number, step);
        ReadOnlySpan<T> x = values.At(v, step);
        ReadOnlySpan<T> y = values.At(Number, step);
        ReadOnlySpan<T> slopes = values.SlopesAt(Number, step);
        if (adjoints.IsFirst(v, Number))
        {
            Kernel.Backward(x, y, slopes, own, adjoints.At(v, step));
        }
        else
        {
            Kernel.AddBackward(x, y, slopes, own, adjoints.At(v, step));
        }
    }

    /// <summary>φ'(v)∘v̇.</summary>
    public override void Tangent(Signals<T> values, Signals<T> tangents, int step) =>
        Kernel.Backward(
            values.At(v, step),
            values.At(Number, step),
            values.SlopesAt(Number, step),
            tangents.At(v, step),
            tangents.At(Number, step)
        );

    /// <summary>φ''(v)∘v̇ times the tangent's adjoint.</summary>
    public override void TangentBackward(Signals<T> values, Signals<T> tangents, Adjoints<T> ofTangents, Adjoints<T> adjoints, int step)
    {
        if (Kernel.HasCurvature && adjoints.Wants(v))
        {
            Kernel.AddCurvature(
                values.At(v, step),
                values.At(Number, step),
                ofTangents.At(Number, step),
                tangents.At(v, step),
                tangents.At(Number, step),
                adjoints.At(v, step)
            );
        }
    }
}
