using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>Every cell below and above another, in one direction and in both: no sequence of the box takes the outputs out of the band, no
/// derivative exceeds its gain.</summary>
public sealed class StackSoundnessTests
{
    private const int Seed = 20_261_128;
    private const int Steps = 4;
    private const int Batch = 24;

    // What the passes round, by which layers are run: certificates are about exact arithmetic.
    private const double Tolerance = 1e-10;

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void StackWithTheCell_StaysWithinItsCertificate(string name)
    {
        var random = new Random(Seed);
        foreach ((double radius, double scale) in new[] { (0.02, 2), (0.5, 0.5) })
        {
            foreach (CellLayer[][] layers in Stacks(TestCells.Find(name).Runner, random, scale))
            {
                Check(layers, random, radius, $"{string.Join(" > ", layers.Select(l => l[0].Cell.Name))}, radius {radius}, scale {scale}");
            }
        }
    }

    private static IEnumerable<CellLayer[][]> Stacks(CellDescription cell, Random random, double scale)
    {
        CellDescription elman = TestCells.Find("Elman").Runner;
        CellLayer below = Layer(cell, null, random, scale);
        yield return
        [
            [below],
            [Layer(elman, Width(below), random, scale)],
        ];
        CellLayer[] both = [below, below with { Parameters = TestCells.RandomArray(random, below.Parameters.Count, scale) }];
        yield return [both, [Layer(elman, both.Sum(Width), random, scale), Layer(elman, both.Sum(Width), random, scale)]];
        if (cell.InputNames.Count == 1 && cell.InputSizes[0] < cell.SizeNames.Count)
        {
            CellLayer first = Layer(elman, null, random, scale);
            CellLayer second = Layer(cell, Width(first), random, scale);
            yield return
            [
                [first],
                [second],
                [Layer(elman, Width(second), random, scale)],
            ];
            CellLayer other = Layer(elman, Inputs(first), random, scale);
            int width = Width(first) + Width(other);
            yield return
            [
                [first, other],
                [Layer(cell, width, random, scale), Layer(cell, width, random, scale)],
            ];
        }
    }

    private static CellLayer Layer(CellDescription cell, int? inputs, Random random, double scale)
    {
        int[] sizes = [.. cell.SizeNames.Select(_ => random.Next(1, 4))];
        if (inputs is { } width)
        {
            sizes[cell.InputSizes[0]] = width;
        }

        return new CellLayer(cell, sizes, TestCells.RandomArray(random, cell.ParameterCount(sizes), scale));
    }

    private static int Width(CellLayer layer) => Core(layer).OutputWidth;

    private static int Inputs(CellLayer layer) => Core(layer).InputWidth;

    private static Definitions.CellCore Core(CellLayer layer) => (Definitions.CellCore)layer.Cell.Step([.. layer.Sizes]);

    private static void Check(CellLayer[][] layers, Random random, double radius, string where)
    {
        CellStack stack =
            layers[0].Length == 1
                ? new CellStack([.. layers.Select(l => l[0])])
                : CellStack.Bidirectional([.. layers.Select(l => (l[0], l[1]))]);
        (int width, int outputs) = (stack.InputWidth, stack.OutputWidth);
        double[] nominal = TestCells.RandomArray(random, Steps * width, 1);
        double[] radii = [.. Enumerable.Repeat(radius, width)]; // scales of single inputs are the layers' own
        TubeCertificate certificate = stack.CertifyAround<double>(nominal, 1, new TubeOptions { ChannelRadii = radii })[0];
        double[] sequences = Moved(nominal, width, random, radius);
        var passes = new LayeredPasses(layers, Steps, Batch);
        double[] y = passes.Forward(sequences);
        for (int k = 0; k < y.Length; k++)
        {
            (int t, int j) = (k / outputs / Batch, k % outputs);
            double moved = Math.Abs(y[k] - y[(t * Batch * outputs) + j]); // from the first sequence, which is the nominal one
            NotBelow(certificate.Upper[t][j], y[k], $"{where}: upper end, step {t}, output {j}");
            NotBelow(-certificate.Lower[t][j], -y[k], $"{where}: lower end, step {t}, output {j}");
            NotBelow(certificate.Movement[t][j], moved, $"{where}: movement, step {t}, output {j}");
        }

        for (int j = 0; j < outputs; j++)
        {
            double[] gradient = new double[y.Length];
            for (int sequence = 0; sequence < Batch; sequence++)
            {
                gradient[((((Steps - 1) * Batch) + sequence) * outputs) + j] = 1;
            }

            double[] derivatives = passes.Backward(sequences, gradient);
            for (int k = 0; k < derivatives.Length; k++)
            {
                (int t, int i) = (k / width / Batch, k % width);
                double bound = certificate.Gains!.Entries[t][(j * width) + i];
                NotBelow(bound, Math.Abs(derivatives[k]), $"{where}: derivative of output {j} with respect to input {i} of step {t}");
            }
        }
    }

    /// <summary>The nominal sequence, random corners, and random ones.</summary>
    private static double[] Moved(double[] nominal, int width, Random random, double radius)
    {
        double[] sequences = new double[nominal.Length * Batch];
        for (int k = 0; k < sequences.Length; k++)
        {
            int sequence = k / width % Batch;
            double share = (2 * random.NextDouble()) - 1;
            double offset =
                sequence == 0 ? 0
                : sequence % 2 == 0 ? Math.Sign(share)
                : share;
            sequences[k] = nominal[(k / width / Batch * width) + (k % width)] + (radius * offset);
        }

        return sequences;
    }

    private static void NotBelow(double bound, double reached, string claim)
    {
        if (!(reached <= bound + (Tolerance * (1 + Math.Abs(reached)))) && double.IsFinite(reached))
        {
            Assert.Fail($"{claim} is {bound:R}, reached {reached:R}.");
        }
    }
}
