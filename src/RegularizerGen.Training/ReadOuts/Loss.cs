using System;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Training;

/// <summary>
/// Losses with their gradients. Rows are those of sequences, [steps, batch, width]; a mask says which of them count, [steps, batch]: none
/// of the others is looked at, and their gradients are 0. An empty mask counts all. <see cref="SequenceMask"/> makes masks.
/// </summary>
/// <remarks>Nothing is allocated. The gradient may lie where the outputs lie.</remarks>
public static class Loss
{
    /// <summary>The mean of (y - target)² over all elements of the rows that count; infinite where squares are beyond the range of
    /// T.</summary>
    /// <param name="outputs">Outputs y [steps, batch, width].</param>
    /// <param name="targets">Targets, as many.</param>
    /// <param name="gradient">Receives the gradient with respect to the outputs, as many.</param>
    /// <param name="mask">Which rows count [steps, batch]; empty for all.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, no row counts, or an element of a row that counts is not finite; nothing is
    /// written then.</exception>
    public static double Squared<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> gradient, ReadOnlySpan<bool> mask = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ShapeCheck.Require(targets.Length, outputs.Length, "sequence", nameof(targets));
        RequireGradient(outputs, gradient);
        int rows = mask.IsEmpty ? 1 : mask.Length; // without a mask, one long row
        int width = Width(outputs.Length, rows);
        int counted = width * SequenceMask.Count(mask, rows);
        for (int row = 0; row < rows; row += Run(mask, row, rows))
        {
            if (Counts(mask, row))
            {
                int count = width * Run(mask, row, rows);
                FiniteCheck.RequireSequence(outputs.Slice(row * width, count), nameof(outputs));
                FiniteCheck.RequireSequence(targets.Slice(row * width, count), nameof(targets));
            }
        }

        double sum = 0;
        for (int row = 0; row < rows; row += Run(mask, row, rows))
        {
            int start = row * width;
            int count = width * Run(mask, row, rows);
            Span<T> part = gradient.Slice(start, count);
            if (!Counts(mask, row))
            {
                part.Clear();
                continue;
            }

            TensorPrimitives.Subtract(outputs.Slice(start, count), targets.Slice(start, count), part);
            sum += GradientNorm.SumOfSquares<T>(part);
            TensorPrimitives.Multiply(part, T.CreateTruncating(2.0 / counted), part);
        }

        return sum / counted;
    }

    /// <summary>The mean of ln Σ_k exp(z_k) - z_label over the rows that count, computed from differences to the largest logit of the row:
    /// it overflows for no logits.</summary>
    /// <param name="logits">Logits z [steps, batch, classes].</param>
    /// <param name="labels">The class of every row [steps, batch], from 0 on.</param>
    /// <param name="gradient">Receives the gradient with respect to the logits, as many.</param>
    /// <param name="mask">Which rows count [steps, batch]; empty for all.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, no row counts, or a label is no class or a logit not finite in a row that
    /// counts; nothing is written then.</exception>
    public static double CrossEntropy<T>(
        ReadOnlySpan<T> logits,
        ReadOnlySpan<int> labels,
        Span<T> gradient,
        ReadOnlySpan<bool> mask = default
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireGradient(logits, gradient);
        if (!mask.IsEmpty)
        {
            ShapeCheck.Require(mask.Length, labels.Length, "sequence", nameof(mask));
        }

        int classes = Width(logits.Length, labels.Length);
        int counted = SequenceMask.Count(mask, labels.Length);
        for (int row = 0; row < labels.Length; row++)
        {
            if (Counts(mask, row))
            {
                RequireClass(labels[row], row, classes);
                FiniteCheck.RequireSequence(logits.Slice(row * classes, classes), nameof(logits));
            }
        }

        double sum = 0;
        T share = T.CreateTruncating(1.0 / counted);
        for (int row = 0; row < labels.Length; row++)
        {
            Span<T> part = gradient.Slice(row * classes, classes);
            if (!Counts(mask, row))
            {
                part.Clear();
                continue;
            }

            ReadOnlySpan<T> z = logits.Slice(row * classes, classes);
            T largest = TensorPrimitives.Max(z);
            double ofLabel = double.CreateTruncating(z[labels[row]]) - double.CreateTruncating(largest);
            TensorPrimitives.Subtract(z, largest, part);
            TensorPrimitives.Exp<T>(part, part);
            T total = TensorPrimitives.Sum<T>(part);
            sum += Math.Log(double.CreateTruncating(total)) - ofLabel;
            TensorPrimitives.Multiply(part, share / total, part);
            part[labels[row]] -= share;
        }

        return sum / counted;
    }

    private static void RequireGradient<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> gradient)
    {
        ShapeCheck.Require(gradient.Length, outputs.Length, "memory of", nameof(gradient));
        if (outputs.Overlaps(gradient, out int offset) && offset != 0)
        {
            throw new ArgumentException($"'{nameof(gradient)}' overlaps the outputs by a part.", nameof(gradient));
        }
    }

    private static bool Counts(ReadOnlySpan<bool> mask, int row) => mask.IsEmpty || mask[row];

    /// <summary>How many rows from here on count, or do not count, alike.</summary>
    private static int Run(ReadOnlySpan<bool> mask, int row, int rows)
    {
        int end = mask.IsEmpty ? -1 : mask[row..].IndexOf(!mask[row]);
        return end < 0 ? rows - row : end;
    }

    private static int Width(int elements, int rows) =>
        elements > 0 && rows > 0 && elements % rows == 0
            ? elements / rows
            : throw new ArgumentException($"{elements} outputs are no whole number per row of {rows} rows.");

    private static void RequireClass(int label, int row, int classes)
    {
        if ((uint)label >= (uint)classes)
        {
            throw new ArgumentException($"'labels' has {label} at position {row}; there are classes 0 to {classes - 1}.", "labels");
        }
    }
}
