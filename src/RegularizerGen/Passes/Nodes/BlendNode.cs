using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels;

namespace RegularizerGen.Passes.Nodes;

/// <summary>The blend z∘a + (1-z)∘b = b + z∘(a - b).</summary>
internal sealed class BlendNode<T>(int number, int z, int a, int b) : PassNode<T>(number, z, a, b)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Signals<T> values, int step) =>
        Blend.Forward<T>(values.At(z, step), values.At(a, step), values.At(b, step), values.At(Number, step));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Signals<T> values, Adjoints<T> adjoints, int step)
    {
        if (adjoints.Wants(z))
        {
            Blend.AddGateGradient<T>(adjoints.At(Number, step), values.At(a, step), values.At(b, step), adjoints.Cleared(z, step));
        }

        adjoints.AddProduct(a, Number, step, values.At(z, step));
        if (adjoints.Wants(b))
        {
            Blend.AddComplementGradient<T>(adjoints.At(Number, step), values.At(z, step), adjoints.Cleared(b, step));
        }
    }

    /// <summary>ż∘(a - b) + z∘ȧ + (1-z)∘ḃ.</summary>
    public override void Tangent(Signals<T> values, Signals<T> tangents, int step)
    {
        Span<T> own = tangents.At(Number, step);
        Blend.Forward<T>(values.At(z, step), tangents.At(a, step), tangents.At(b, step), own);
        Blend.AddGateGradient<T>(tangents.At(z, step), values.At(a, step), values.At(b, step), own);
    }

    public override void TangentBackward(Signals<T> values, Signals<T> tangents, Adjoints<T> ofTangents, Adjoints<T> adjoints, int step)
    {
        Span<T> own = ofTangents.At(Number, step);
        if (adjoints.Wants(z))
        {
            Blend.AddGateGradient<T>(own, tangents.At(a, step), tangents.At(b, step), adjoints.At(z, step));
        }

        if (adjoints.Wants(a))
        {
            Arithmetic.AddProduct<T>(own, tangents.At(z, step), adjoints.At(a, step));
        }

        if (adjoints.Wants(b))
        {
            Blend.SubtractProduct<T>(own, tangents.At(z, step), adjoints.At(b, step));
        }
    }
}
