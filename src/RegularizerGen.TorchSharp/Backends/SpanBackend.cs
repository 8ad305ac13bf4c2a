using System;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using RegularizerGen.Bounds;
using RegularizerGen.Kernels;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>On the CPU: the own kernels over the memory of contiguous tensors.</summary>
internal sealed class SpanBackend<T> : Backend
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly WeightMeasure<T> measure;
    private readonly GradientApply<T> apply;

    public SpanBackend(BoundWeight[] weights, SpectralMode mode)
        : base(weights)
    {
        WeightSpec[] matrices = [.. weights.Select(w => w.Slot.Spec).Where(s => s.Kind == WeightKind.Matrix)];
        int columns = matrices.Select(m => m.Columns).DefaultIfEmpty(1).Max();
        measure = new WeightMeasure<T>(matrices.Select(m => m.Rows).DefaultIfEmpty(1).Max(), columns, mode);
        apply = new GradientApply<T>(columns);
    }

    public override void Measure(Tensor[] parameters)
    {
        foreach (BoundWeight weight in Weights.Where(w => w.Slice is not null))
        {
            switch (weight.Slot.Spec.Kind)
            {
                case WeightKind.Matrix:
                    measure.Matrix(weight.Slot, Matrix(weight, parameters));
                    break;
                case WeightKind.Diagonal:
                    WeightMeasure<T>.Diagonal(weight.Slot, Vector(weight, parameters, weight.First));
                    break;
                default:
                    WeightMeasure<T>.Bias(weight.Slot, Bias(weight, parameters));
                    break;
            }
        }
    }

    public override void Apply(Tensor[] parameters, Tensor[] gradients)
    {
        foreach (BoundWeight weight in Weights.Where(w => w.Slice is not null))
        {
            switch (weight.Slot.Spec.Kind)
            {
                case WeightKind.Matrix:
                    apply.Matrix(weight.Slot, Matrix(weight, parameters), Matrix(weight, gradients));
                    break;
                case WeightKind.Diagonal:
                    GradientApply<T>.Diagonal(weight.Slot, Vector(weight, parameters, weight.First), Vector(weight, gradients, weight.First));
                    break;
                default:
                    GradientApply<T>.Bias(weight.Slot, Bias(weight, gradients));
                    break;
            }
        }
    }

    private static MatrixSpan<T> Matrix(BoundWeight weight, Tensor[] tensors)
    {
        Tensor tensor = tensors[weight.First];
        long[] shape = tensor.shape;
        (long firstRow, long rows) = weight.Slice!.RowRange ?? (0, shape[0]);
        (long firstColumn, long columns) = weight.Slice.ColumnRange ?? (0, shape[1]);
        Span<T> from = Memory(tensor)[(int)((firstRow * shape[1]) + firstColumn)..];
        var block = new MatrixSpan<T>(from, (int)rows, (int)columns, (int)shape[1], 1);
        return weight.Slice.IsTransposed ? block.Transpose : block;
    }

    private static BiasSpan<T> Bias(BoundWeight weight, Tensor[] tensors) => weight.Second < 0
        ? new BiasSpan<T>(Vector(weight, tensors, weight.First))
        : new BiasSpan<T>(Vector(weight, tensors, weight.First), Vector(weight, tensors, weight.Second));

    private static Span<T> Vector(BoundWeight weight, Tensor[] tensors, int parameter)
    {
        (long first, long count) = weight.Slice!.RowRange ?? (0, tensors[parameter].shape[0]);
        return Memory(tensors[parameter]).Slice((int)first, (int)count);
    }

    private static Span<T> Memory(Tensor tensor) => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
