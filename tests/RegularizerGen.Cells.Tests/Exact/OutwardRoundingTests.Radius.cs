using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;
using static RegularizerGen.Cells.Tests.ExactNumbers;
using Layer = (RegularizerGen.Evaluate.CompiledCell Cell, int[] Sizes, double[] Weights);

namespace RegularizerGen.Cells.Tests;

/// <summary>Largest radii around a sequence, of cells alone and of stacks in one direction and in both.</summary>
public sealed partial class OutwardRoundingTests
{
    [Theory]
    [InlineData("LinearSystem", null, 1)]
    [InlineData("ReluElman", null, 1)]
    [InlineData("HardGru", null, 1)]
    [InlineData("LinearSystem", "LinearSystem", 1)]
    [InlineData("ReluElman", "Zoo.IndRnn", 1)]
    [InlineData("LinearSystem", "LinearSystem", 2)]
    [InlineData("HardGru", "ReluElman", 2)]
    public void AtTheLargestRadius_NoOutputMovesFurther_AndTheLabelStays(string below, string? above, int directions)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 8; draw++)
        {
            Layer[] first = Directions(random, below, draw, directions, null);
            Layer[][] layers = above is null ? [first] : [first, Directions(random, above, draw, directions, first.Sum(Width))];
            CellStack stack =
                directions == 1 ? new([.. layers.Select(l => Part(l[0]))]) : CellStack.Bidirectional([.. layers.Select(Both)]);
            int channels = first[0].Sizes[0];
            double[] inputs = [.. Enumerable.Range(0, random.Next(1, 4) * channels).Select(_ => 0.2 + (0.1 * random.Next(8)))];
            double? tolerance = draw % 2 == 0 || stack.OutputWidth == 1 ? 0.3 : null;
            TubeRadius found = stack.LargestRadius<double>(inputs, tolerance, new TubeOptions { Radius = 0.1 });
            Rational[][] nominal = [.. inputs.Select(Exact).Chunk(channels)];
            var exact = new ExactStack(layers);
            List<Rational[][]> still = exact.Run(nominal);
            foreach (Rational[][] moved in Corners(still[^1], nominal, Exact(found.Radius)))
            {
                List<Rational[][]> outputs = exact.Run(moved);
                string where = $"{below}, {above}, {directions} direction(s), draw {draw}, radius {found.Radius:R}";
                Keeps(tolerance, found, still, outputs, where);
            }
        }
    }

    private static void Keeps(double? tolerance, TubeRadius found, List<Rational[][]> still, List<Rational[][]> moved, string where)
    {
        if (tolerance is { } most)
        {
            IEnumerable<Rational> movements = still
                .Zip(moved)
                .SelectMany(step => step.First.Zip(step.Second, (a, b) => Rational.Abs(a[0] - b[0])));
            Assert.All(movements, m => AtLeast(most, m, $"{where}, tolerance"));
        }
        else if (found.Radius > 0)
        {
            int label = found.Certificate.Margins!.Label;
            Rational[] leads = [.. moved[^1].Select(output => moved[^1][label][0] - output[0])];
            Assert.All(leads.Where((_, k) => k != label), lead => Assert.True(lead.Sign > 0, $"{where}, label {label}"));
        }
    }
}
