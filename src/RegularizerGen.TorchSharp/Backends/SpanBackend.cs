using System;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using RegularizerGen.Bounds;
using RegularizerGen.Kernels;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>
/// On the CPU: the own kernels over the memory of contiguous tensors. Every tensor is asked for its memory once per call: asking costs
/// more than a small weight.
/// </summary>
internal sealed class SpanBackend<T> : Backend
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Home[] homes;
    private readonly WeightMeasure<T> measure;
    private readonly GradientApply<T> apply;

    public SpanBackend(BoundWeight[] weights, SpectralMode mode)
        : base(weights)
    {
        homes =
        [
            .. weights
                .Where(w => w.Slice is not null)
                .GroupBy(w => (w.First, w.Second))
                .Select(g => new Home(g.Key.First, g.Key.Second, [.. g])),
        ];
        WeightSpec[] matrices = [.. weights.Select(w => w.Slot.Spec).Where(s => s.Kind == WeightKind.Matrix)];
        int columns = matrices.Select(m => m.Columns).DefaultIfEmpty(1).Max();
        measure = new WeightMeasure<T>(matrices.Select(m => m.Rows).DefaultIfEmpty(1).Max(), columns, mode);
        apply = new GradientApply<T>(columns);
    }

    public override void Measure(Tensor[] parameters)
    {
        foreach (Home home in homes)
        {
            Span<T> first = Memory(parameters[home.First]);
            Span<T> second = home.Second < 0 ? [] : Memory(parameters[home.Second]);
            int columns = Width(parameters[home.First]);
            foreach (BoundWeight weight in home.Weights)
            {
                switch (weight.Slot.Spec.Kind)
                {
                    case WeightKind.Matrix:
                        measure.Matrix(weight.Slot, Matrix(weight.Slice!, first, columns));
                        break;
                    case WeightKind.Diagonal:
                        WeightMeasure<T>.Diagonal(weight.Slot, Block(weight.Slice!, first));
                        break;
                    default:
                        WeightMeasure<T>.Bias(weight.Slot, Bias(weight.Slice!, first, second));
                        break;
                }
            }
        }
    }

    public override void Apply(Tensor[] parameters, Tensor?[] gradients)
    {
        foreach (Home home in homes)
        {
            Span<T> values = Memory(parameters[home.First]);
            Span<T> first = gradients[home.First] is { } one ? Memory(one) : [];
            Span<T> second = home.Second >= 0 && gradients[home.Second] is { } other ? Memory(other) : [];
            int columns = Width(parameters[home.First]);
            foreach (BoundWeight weight in home.Weights)
            {
                switch (weight.Slot.Spec.Kind)
                {
                    case WeightKind.Matrix when !first.IsEmpty:
                        apply.Matrix(weight.Slot, Matrix(weight.Slice!, values, columns), Matrix(weight.Slice!, first, columns));
                        break;
                    case WeightKind.Diagonal when !first.IsEmpty:
                        GradientApply<T>.Diagonal(weight.Slot, Block(weight.Slice!, values), Block(weight.Slice!, first));
                        break;
                    case WeightKind.Bias or WeightKind.Scalar when !first.IsEmpty || !second.IsEmpty:
                        BiasSpan<T> trained = first.IsEmpty ? Block(weight.Slice!, second) : Bias(weight.Slice!, first, second);
                        GradientApply<T>.Bias(weight.Slot, trained);
                        break;
                }
            }
        }
    }

    private static MatrixSpan<T> Matrix(WeightSlice slice, Span<T> memory, int width)
    {
        (long firstRow, long rows) = slice.RowRange ?? (0, memory.Length / width);
        (long firstColumn, long columns) = slice.ColumnRange ?? (0, width);
        var block = new MatrixSpan<T>(memory[(int)((firstRow * width) + firstColumn)..], (int)rows, (int)columns, width, 1);
        return slice.IsTransposed ? block.Transpose : block;
    }

    private static BiasSpan<T> Bias(WeightSlice slice, Span<T> first, Span<T> second) =>
        second.IsEmpty ? new BiasSpan<T>(Block(slice, first)) : new BiasSpan<T>(Block(slice, first), Block(slice, second));

    private static Span<T> Block(WeightSlice slice, Span<T> vector) =>
        slice.RowRange is { } rows ? vector.Slice((int)rows.Start, (int)rows.Count) : vector;

    private static int Width(Tensor tensor) => (int)tensor.size((int)tensor.ndim - 1);

    private static Span<T> Memory(Tensor tensor) => MemoryMarshal.Cast<byte, T>(tensor.bytes);

    /// <summary>The weights that live in one parameter, or in the sum of two.</summary>
    private sealed record Home(int First, int Second, BoundWeight[] Weights);
}
