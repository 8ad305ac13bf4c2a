using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Passes;
using RegularizerGen.Samples.CellZoo;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Conditional;

/// <summary>The monitor: speaks at the first value outside, and only then; in streams and batches, in float and double.</summary>
public sealed class MonitorTests
{
    private const int Seed = 20_261_128;
    private const double Inside = 0.999999;

    /// <summary>Flat within ±1, steep beyond (slopes ½ and 3): with inputs ½ the state stays within ±1 for ever, with 0.55 it leaves and
    /// never comes back. Without a margin the watched sequence would be quiet, and the claimed difference 0.1 be exceeded.</summary>
    [Fact]
    public void SequenceThatStaysInsideWithoutMargin_IsReported()
    {
        CellDescription cell = DrawnCell.All["tests' SteepBeyond"];
        SignalRanges ranges = new() { Cell = cell.Name, Signals = [new("x", [-1], [1]), new("h", [-Inside], [Inside])] };
        ConditionalCertificate certificate = cell.CertifyWithin(
            [1],
            ranges,
            new ConditionalOptions { Perturbation = Perturbation.Peak, Radius = 0.05 },
            [1.0]
        );
        Assert.InRange(certificate.Rate, 0.5, 0.501);
        Assert.InRange(certificate.Movement[0], 0.1 - 1e-9, 0.101);
        double[] watched = [.. Enumerable.Repeat(0.5, 15)];
        double[] other = [.. Enumerable.Repeat(0.55, 15)];
        double[] first = cell.Forward([1], 15, 1, [1.0], watched);
        double[] second = cell.Forward([1], 15, 1, [1.0], other);
        Assert.True(first.All(h => Math.Abs(h) < 1) && first[..^1].All(h => Math.Abs(h) < Inside));
        Assert.True(Math.Abs(second[^1] - first[^1]) > 300);
        RangeViolation violation = Watch<double>(cell, [1], [1.0], certificate, watched).Violation!;
        Assert.Equal(("h", 0, 0), (violation.Signal, violation.Unit, violation.Sequence));
        Assert.Equal(4, violation.Step); // 1 - 2^-4 > 0.9
        double[] smaller = [.. Enumerable.Repeat(0.4, 200)];
        Assert.True(Watch<double>(cell, [1], [1.0], certificate, smaller).IsQuiet); // h tends to 0.8
    }

    /// <summary>By an execution of its own: the first step, the first signal of it that leaves its limits.</summary>
    [Theory]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    [InlineData("Elman")]
    [InlineData("Mut1")]
    [InlineData("tests' ThreeInputs")]
    [InlineData("tests' MinLstm")]
    public void Monitor_SpeaksAtTheFirstViolation(string name)
    {
        var random = new Random(Seed);
        var example = new ConditionalCase(
            name,
            random,
            0.3,
            new ConditionalOptions { Perturbation = Perturbation.Peak, Radius = 0.002 },
            margin: 0.05
        );
        Assert.Null(example.Watch(example.Inputs));
        int reported = 0;
        for (int draw = 0; draw < 30; draw++)
        {
            double[] inputs = [.. example.Inputs.Select((x, k) => x * (1 + (0.006 * (draw + 1) * k / example.Inputs.Length)))];
            RangeViolation? violation = example.Watch(inputs);
            List<(double[][] Signals, double[] Output)> steps = example.Drawn.Run(inputs, example.Initial);
            int first = steps.FindIndex(s => Outside(example, s.Signals).Any());
            Assert.Equal(first, violation?.Step ?? -1);
            if (violation is not null)
            {
                reported++;
                Assert.Contains((violation.Signal, violation.Unit), Outside(example, steps[first].Signals));
                Assert.False(violation.Value > violation.Lower && violation.Value < violation.Upper);
            }
        }

        Assert.InRange(reported, 3, 30);
    }

    [Theory]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    public void Batch_IsWatchedAsItsSequencesAre(string name)
    {
        var random = new Random(Seed);
        var example = new ConditionalCase(
            name,
            random,
            0.3,
            new ConditionalOptions { Perturbation = Perturbation.Peak, Radius = 0.002 },
            margin: 0.05
        );
        double[][] sequences = [.. Enumerable.Range(0, 4).Select(k => example.Inputs.Select(x => x * (1 + (0.3 * k))).ToArray())];
        int width = example.Drawn.Cell.InputWidth;
        int steps = example.Inputs.Length / width;
        RangeViolation? first = sequences
            .Select(
                (s, k) =>
                    Watch<double>(example.Description, example.Sizes, example.Drawn.Parameters, example.Certificate, s).Violation is { } v
                        ? v with
                        {
                            Sequence = k,
                        }
                        : null
            )
            .Where(v => v is not null)
            .MinBy(v => v!.Step);
        CellStream<double> stream = example.Description.Stream(example.Sizes, example.Drawn.Parameters, 4);
        stream.Monitor = new RangeMonitor(example.Certificate);
        double[] batch = ConditionalCase.SideBySide(sequences, width);
        for (int t = 0; t < steps; t++)
        {
            _ = stream.Next(batch.AsSpan(t * 4 * width, 4 * width));
        }

        Assert.NotNull(first);
        Assert.Equal(first.Step, stream.Monitor.Violation!.Step);
        Assert.Equal(first.Sequence, stream.Monitor.Violation.Sequence);
    }

    /// <summary>An unrolled cell is watched as a stream is, each forward pass anew.</summary>
    [Fact]
    public void UnrolledCell_IsWatchedInEveryPass()
    {
        var random = new Random(Seed);
        var parameters = new Lstm.Parameters<float>(2, 5);
        parameters.FillUniform(random, 0.3);
        float[] inputs = [.. ConditionalCase.Draw(random, 100 * 2).Select(x => (float)x)];
        SignalRanges ranges = Lstm.ObserveRanges<float>(parameters.View, inputs).WithMargin(0.1);
        ConditionalCertificate certificate = Lstm.CertifyWithin(
            parameters.View,
            ranges,
            new ConditionalOptions { Perturbation = Perturbation.Peak }
        );
        var unrolled = new Lstm.Unrolled<float>(parameters.Shape, 100, 1) { Monitor = new RangeMonitor(certificate) };
        unrolled.Forward(parameters.View, inputs);
        Assert.True(unrolled.Monitor.IsQuiet);
        float[] louder = [.. inputs.Select((x, k) => k < 120 ? x : 3 * x)];
        unrolled.Forward(parameters.View, louder);
        Assert.InRange(unrolled.Monitor.Violation!.Step, 60, 70);
        Assert.Contains("'x'", unrolled.Monitor.Violation.ToString(), StringComparison.Ordinal);
        CellStream<float> stream = Lstm.Stream<float>(parameters.View);
        stream.Monitor = new RangeMonitor(ConditionalCertificate.FromJson(certificate.ToJson()));
        for (int t = 0; t < 100; t++)
        {
            float[] last = stream.Next(louder.AsSpan(2 * t, 2)).ToArray();
            Assert.Equal(unrolled.Output.Slice(5 * t, 5).ToArray(), last);
        }

        Assert.Equal(unrolled.Monitor.Violation, stream.Monitor.Violation);
        unrolled.Forward(parameters.View, inputs);
        Assert.True(unrolled.Monitor.IsQuiet);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void ValueThatIsNoNumber_IsOutside(double value)
    {
        var example = new ConditionalCase("Elman", new Random(Seed), 0.3, new ConditionalOptions { Perturbation = Perturbation.Peak });
        var plan = new PassPlan<double>(example.Drawn.Cell, 1, 1);
        var monitor = new RangeMonitor(example.Certificate);
        SignalWatch<double> watch = monitor.On(plan);
        Signals<double> signals = plan.Signals("Signal", PackedInputs.Allocate<double>(example.Drawn.Cell, 1, 1));
        watch.Before(signals, 0);
        Assert.True(monitor.IsQuiet);
        signals.At(example.Drawn.Step.State(0), 0)[2] = value;
        watch.Before(signals, 0);
        Assert.Equal(("h", 2, value), (monitor.Violation!.Signal, monitor.Violation.Unit, monitor.Violation.Value));
    }

    /// <summary>More units than a vector of the processor has, every one at both limits, in both sequences of a batch.</summary>
    [Theory]
    [InlineData(32)]
    [InlineData(19)]
    public void EveryUnit_IsReportedAtItsLimitsAndNotWithin(int units)
    {
        CellDescription elman = DrawnCell.All["Elman"];
        var drawn = new DrawnCell(elman, [1, units], new Random(Seed), 0.01);
        SignalRanges ranges = elman.ObserveRanges([1, units], drawn.Parameters, [0.5, -0.5]).WithMargin(0, 0.5);
        var monitor = new RangeMonitor(
            elman.CertifyWithin(
                [1, units],
                ranges,
                new ConditionalOptions { Perturbation = Perturbation.Peak, Radius = 0.01 },
                drawn.Parameters
            )
        );
        var plan = new PassPlan<float>(drawn.Cell, 1, 2);
        SignalWatch<float> watch = monitor.On(plan);
        Signals<float> signals = plan.Signals("Signal", PackedInputs.Allocate<float>(drawn.Cell, 1, 2));
        Span<float> h = signals.At(drawn.Step.State(0), 0);
        for (int k = 0; k < h.Length; k++)
        {
            foreach (float far in (ReadOnlySpan<float>)[-9, 9])
            {
                monitor.Reset();
                h[k] = far;
                watch.Before(signals, 0);
                RangeViolation violation = monitor.Violation!;
                Assert.Equal((k / units, k % units, far), (violation.Sequence, violation.Unit, (float)violation.Value));
                monitor.Reset();
                double limit = far < 0 ? violation.Lower : violation.Upper;
                float inside = (float)limit;
                inside =
                    far < 0 && inside <= limit ? MathF.BitIncrement(inside)
                    : far > 0 && inside >= limit ? MathF.BitDecrement(inside)
                    : inside;
                h[k] = inside;
                watch.Before(signals, 0);
                Assert.True(monitor.IsQuiet);
                h[k] = far < 0 ? MathF.BitDecrement(inside) : MathF.BitIncrement(inside);
                watch.Before(signals, 0);
                Assert.False(monitor.IsQuiet);
                h[k] = 0;
            }
        }
    }

    [Fact]
    public void StepBeyondTheHorizon_IsReported()
    {
        CellDescription linear = DrawnCell.All["tests' LinearSystem"];
        SignalRanges ranges = new() { Cell = linear.Name, Signals = [new("x", [-1], [1]), new("h", [-10], [10])] };
        ConditionalCertificate certificate = linear.CertifyWithin(
            [1, 1],
            ranges,
            new ConditionalOptions { Perturbation = Perturbation.Peak, Horizon = 5 },
            [1.0, 1.1]
        );
        Assert.True(Watch<double>(linear, [1, 1], [1.0, 1.1], certificate, new double[5]).IsQuiet);
        Assert.Equal(5, Watch<double>(linear, [1, 1], [1.0, 1.1], certificate, new double[9]).Violation!.Step);
    }

    private static RangeMonitor Watch<T>(
        CellDescription cell,
        int[] sizes,
        double[] parameters,
        ConditionalCertificate certificate,
        double[] inputs
    )
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        CellStream<T> stream = cell.Stream(sizes, parameters.Select(T.CreateTruncating).ToArray());
        stream.Monitor = new RangeMonitor(certificate);
        int width = certificate.ChannelRadii.Count;
        for (int start = 0; start < inputs.Length; start += width)
        {
            _ = stream.Next(inputs.Skip(start).Take(width).Select(T.CreateTruncating).ToArray());
        }

        return stream.Monitor;
    }

    private static IEnumerable<(string Signal, int Unit)> Outside(ConditionalCase example, double[][] signals)
    {
        var names = new RegularizerGen.Conditional.CarryingSignals(example.Drawn.Step);
        foreach (WatchedRange range in example.Certificate.Watched)
        {
            double[] values = signals[names.Of(range.Signal).First()];
            for (int unit = 0; unit < values.Length; unit++)
            {
                double margin = range.Margin[unit] + range.DoubleSlack[unit];
                if (!(values[unit] > range.Lower[unit] + margin && values[unit] < range.Upper[unit] - margin))
                {
                    yield return (range.Signal, unit);
                }
            }
        }
    }
}
