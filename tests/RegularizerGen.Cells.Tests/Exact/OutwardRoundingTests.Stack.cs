using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;
using static RegularizerGen.Cells.Tests.ExactNumbers;
using Layer = (RegularizerGen.Evaluate.CompiledCell Cell, int[] Sizes, double[] Weights);

namespace RegularizerGen.Cells.Tests;

/// <summary>Around a sequence, of stacks in one direction and in both, with a read-out and without one.</summary>
public sealed partial class OutwardRoundingTests
{
    [Theory]
    [InlineData("LinearSystem", "LinearSystem", 1)]
    [InlineData("LinearSystem", "LinearSystem", 2)]
    [InlineData("ReluElman", "Zoo.IndRnn", 1)]
    [InlineData("ReluElman", "Zoo.IndRnn", 2)]
    [InlineData("HardGru", "ReluElman", 1)]
    [InlineData("HardGru", "ReluElman", 2)]
    public void OfAStack_NothingIsBelowTheExactFigure(string below, string above, int directions)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 10; draw++)
        {
            Layer[] first = Directions(random, below, draw, directions, null);
            Layer[] second = Directions(random, above, draw, directions, first.Sum(Width));
            CellStack stack = directions == 1 ? new(Part(first[0]), Part(second[0])) : CellStack.Bidirectional(Both(first), Both(second));
            int channels = first[0].Sizes[0];
            double[] inputs = [.. Enumerable.Range(0, random.Next(1, 4) * channels).Select(_ => 0.2 + (0.1 * random.Next(8)))];
            var options = new TubeOptions { Radius = draw % 3 == 0 ? 0 : 0.1, Effort = (TubeEffort)(draw % 3) };
            double[] bias = draw % 2 == 0 ? [] : [0.1, -0.7];
            double[] rows = [.. Enumerable.Range(0, bias.Length * stack.OutputWidth).Select(_ => 0.1 * random.Next(-9, 10))];
            var readOut = new MatrixSpan<double>(rows, bias.Length, stack.OutputWidth);
            TubeCertificate certificate = stack.CertifyAround(inputs, 1, options, readOut, bias)[0];
            Rational[][] nominal = [.. inputs.Select(Exact).Chunk(channels)];
            var layers = new ExactStack([first, second]);
            List<Rational[][]> Run(Rational[][] sequence) => [.. layers.Run(sequence).Select(output => Read(output, rows, bias))];
            List<Rational[][]> still = Run(nominal);
            string where = $"{below}, {above}, {directions} direction(s), draw {draw}";
            foreach (Rational[][] moved in Corners(still[^1], nominal, Exact(options.Radius)).Prepend(nominal))
            {
                List<Rational[][]> outputs = Run(moved);
                Covers(certificate, still, outputs, where);
                Covers(certificate.Gains!, outputs[^1], channels, where);
            }
        }
    }

    private static Layer[] Directions(Random random, string name, int draw, int directions, int? inputs)
    {
        Layer forward = Draw(random, name, draw, 0.5, inputs);
        return directions == 1 ? [forward] : [forward, Draw(random, name, draw, 0.5, forward.Sizes[0])];
    }

    private static int Width(Layer layer) => layer.Cell.OutputWidth(layer.Sizes);

    private static CellLayer Part(Layer layer) => new(layer.Cell.Runner, layer.Sizes, layer.Weights);

    private static (CellLayer Forward, CellLayer Reverse) Both(Layer[] directions) => (Part(directions[0]), Part(directions[1]));

    /// <summary>C y + b; y itself where there is no b.</summary>
    private static Rational[][] Read(Rational[][] output, double[] rows, double[] bias)
    {
        Rational Entry(int row, int k) =>
            output
                .Select((unit, j) => Exact(rows[(row * output.Length) + j]) * unit[k])
                .Aggregate(k == 0 ? Exact(bias[row]) : 0, (sum, p) => sum + p);
        return bias.Length == 0 ? output : [.. bias.Select((_, row) => output[0].Select((_, k) => Entry(row, k)).ToArray())];
    }
}
