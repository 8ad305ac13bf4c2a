using System;
using System.Collections.Generic;
using RegularizerGen.Kernels;

namespace RegularizerGen.Training;

/// <summary>Windows over series, batch by batch in memory of its own, as passes take them: [steps, batch, width].</summary>
/// <remarks>Loading allocates nothing. One instance per thread; the series are not copied.</remarks>
/// <typeparam name="TInput">Type of the inputs.</typeparam>
/// <typeparam name="TTarget">Type of the targets: that of the inputs, or int for labels.</typeparam>
public sealed class SeriesWindows<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly int inputWidth;
    private readonly int targetWidth;
    private readonly WindowOptions options;
    private readonly Series<TInput, TTarget>[] series;
    private readonly (int Series, int Start, int Length)[] windows;
    private readonly int[] order;
    private readonly int[] lengths;
    private readonly TInput[] inputs;
    private readonly TTarget[] targets;
    private readonly bool[] mask;

    /// <summary>Cuts the series: windows begin at every <see cref="WindowOptions.Stride"/>-th sample of each.</summary>
    /// <param name="inputWidth">Number of inputs X, at least 1.</param>
    /// <param name="targetWidth">Number of targets Y, at least 1.</param>
    /// <param name="options">Length, stride, batch.</param>
    /// <param name="series">The series.</param>
    /// <exception cref="ArgumentException">An option is out of its range, inputs and targets of a series are not of as many samples, or
    /// there is no window.</exception>
    public SeriesWindows(int inputWidth, int targetWidth, WindowOptions options, params Series<TInput, TTarget>[] series)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(series);
        options.Validate();
        if (inputWidth < 1 || targetWidth < 1)
        {
            throw new ArgumentException($"The widths of inputs ({inputWidth}) and targets ({targetWidth}) must be at least 1.");
        }

        (this.inputWidth, this.targetWidth, this.options, this.series) = (inputWidth, targetWidth, options, [.. series]);
        var cut = new List<(int, int, int)>();
        for (int k = 0; k < series.Length; k++)
        {
            ArgumentNullException.ThrowIfNull(series[k], nameof(series));
            int samples = Samples(k);
            for (long start = 0; start < (options.KeepsTails ? samples : samples - options.Length + 1L); start += options.Stride)
            {
                cut.Add((k, (int)start, Math.Min(options.Length, samples - (int)start)));
            }
        }

        windows = [.. cut];
        if (windows.Length == 0)
        {
            throw new ArgumentException($"No series has the {options.Length} samples of a window.", nameof(series));
        }

        order = new int[windows.Length];
        InOrder();
        lengths = new int[options.Batch];
        inputs = Sizes.Allocate<TInput>("Inputs of a batch [steps, batch, width]", options.Length, options.Batch, inputWidth);
        targets = Sizes.Allocate<TTarget>("Targets of a batch [steps, batch, width]", options.Length, options.Batch, targetWidth);
        mask = Sizes.Allocate<bool>("Mask of a batch [steps, batch]", options.Length, options.Batch);
    }

    /// <summary>Number of windows.</summary>
    public int Windows => windows.Length;

    /// <summary>Number of batches that all windows make; the last one may be ragged.</summary>
    public int Batches => ((windows.Length - 1) / options.Batch) + 1;

    /// <summary>Inputs of the loaded batch [steps, batch, X].</summary>
    public Span<TInput> Inputs => inputs;

    /// <summary>Targets of the loaded batch [steps, batch, Y].</summary>
    public Span<TTarget> Targets => targets;

    /// <summary>Which rows [steps, batch] of the loaded batch count: no wash-out, nothing beyond the end of a series, and nothing of what
    /// a ragged batch lacks.</summary>
    public ReadOnlySpan<bool> Mask => mask;

    /// <summary>Puts the windows into the order in which the series have them.</summary>
    public void InOrder()
    {
        for (int k = 0; k < order.Length; k++)
        {
            order[k] = k;
        }
    }

    /// <summary>Puts the windows into a random order, the same for every seed whatever was before.</summary>
    /// <param name="seed">The same seed gives the same order.</param>
    public void Shuffle(int seed)
    {
        InOrder();
        new Random(seed).Shuffle(order);
    }

    /// <summary>Loads a batch of the present order: the windows from batch · <see cref="WindowOptions.Batch"/> on.</summary>
    /// <param name="batch">Number of the batch, from 0 to fewer than <see cref="Batches"/>.</param>
    /// <returns>Number of windows in it: fewer than a whole batch in a ragged one, whose other columns are 0.</returns>
    /// <exception cref="ArgumentException">There is no such batch.</exception>
    public int Load(int batch)
    {
        if (batch < 0 || batch >= Batches)
        {
            throw new ArgumentException($"There is no batch {batch}; there are {Batches}.", nameof(batch));
        }

        int first = batch * options.Batch;
        int count = Math.Min(options.Batch, windows.Length - first);
        for (int column = 0; column < options.Batch; column++)
        {
            Copy(column, column < count ? windows[order[first + column]] : default);
        }

        SequenceMask.Fill(lengths, mask, options.WashOut);
        return count;
    }

    /// <summary>Loads a whole batch of windows, each drawn from all of them.</summary>
    /// <param name="random">Where the numbers come from.</param>
    public void Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        for (int column = 0; column < options.Batch; column++)
        {
            Copy(column, windows[random.Next(windows.Length)]);
        }

        SequenceMask.Fill(lengths, mask, options.WashOut);
    }

    private void Copy(int column, (int Series, int Start, int Length) window)
    {
        lengths[column] = window.Length;
        Copy<TInput>(series[window.Series].Inputs.Span, window.Start, window.Length, inputs, column, inputWidth);
        Copy<TTarget>(series[window.Series].Targets.Span, window.Start, window.Length, targets, column, targetWidth);
    }

    private void Copy<T>(ReadOnlySpan<T> from, int start, int length, Span<T> to, int column, int width)
    {
        for (int step = 0; step < options.Length; step++)
        {
            Span<T> row = to.Slice(((step * options.Batch) + column) * width, width);
            if (step < length)
            {
                from.Slice((start + step) * width, width).CopyTo(row);
            }
            else
            {
                row.Clear();
            }
        }
    }

    private int Samples(int number)
    {
        (int x, int y) = (series[number].Inputs.Length, series[number].Targets.Length);
        return x % inputWidth == 0 && y % targetWidth == 0 && x / inputWidth == y / targetWidth
            ? x / inputWidth
            : throw new ArgumentException(
                $"Series {number} has {x} inputs and {y} targets; they must be as many samples of {inputWidth} and {targetWidth}.",
                nameof(series)
            );
    }
}
