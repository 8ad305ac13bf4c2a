using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels;

namespace RegularizerGen.Passes.Nodes;

/// <summary>The Hadamard product u ∘ v.</summary>
internal sealed class ProductNode<T>(int number, int u, int v) : PassNode<T>(number, u, v)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Signals<T> values, int step) =>
        Arithmetic.Multiply<T>(values.At(u, step), values.At(v, step), values.At(Number, step));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Signals<T> values, Adjoints<T> adjoints, int step)
    {
        adjoints.AddProduct(u, Number, step, values.At(v, step));
        adjoints.AddProduct(v, Number, step, values.At(u, step));
    }

    /// <summary>Bilinear: u̇∘v + u∘v̇.</summary>
    public override void Tangent(Signals<T> values, Signals<T> tangents, int step)
    {
        Span<T> own = tangents.At(Number, step);
        Arithmetic.Multiply<T>(tangents.At(u, step), values.At(v, step), own);
        Arithmetic.AddProduct<T>(values.At(u, step), tangents.At(v, step), own);
    }

    public override void TangentBackward(Signals<T> values, Signals<T> tangents, Adjoints<T> ofTangents, Adjoints<T> adjoints, int step)
    {
        Add(u, v);
        Add(v, u);

        void Add(int argument, int other)
        {
            if (adjoints.Wants(argument))
            {
                Arithmetic.AddProduct<T>(ofTangents.At(Number, step), tangents.At(other, step), adjoints.At(argument, step));
            }
        }
    }
}
