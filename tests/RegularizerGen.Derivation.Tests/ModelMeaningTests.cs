using System;
using System.Linq;

namespace RegularizerGen.Derivation.Tests;

/// <summary>However a step is written, and whatever the builder makes of it (flattened sums, blends, shares, shared signals), the model
/// computes what was written.</summary>
public sealed class ModelMeaningTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_129;
    private static readonly int Models = Draws.Of(400);

    [Fact]
    public void Models_ComputeWhatWasWritten()
    {
        output.WriteLine($"{Models} models from seed {Seed}");
        for (int seed = Seed; seed < Seed + Models; seed++)
        {
            var drawn = new DrawnModel(seed);
            int[] results = [.. drawn.Model.States.Select(s => s.Next), drawn.Model.Output];
            foreach ((double[] written, double[] computed) in drawn.Written.Zip(results.Select(r => drawn.Execution[r])))
            {
                double scale = written.Append(1).Max(Math.Abs);
                Assert.True(
                    written.Length == computed.Length && written.Zip(computed).All(p => Math.Abs(p.First - p.Second) <= 1e-9 * scale),
                    $"seed {seed}: written {string.Join(", ", written)}, computed {string.Join(", ", computed)}"
                );
            }
        }
    }

    [Fact]
    public void KnownRanges_AreNeverLeft()
    {
        for (int seed = Seed; seed < Seed + Models; seed++)
        {
            var drawn = new DrawnModel(seed);
            Assert.Empty(drawn.Outside);
            Assert.All(
                drawn.Model.Nodes.Select((node, k) => (node, k)).Where(n => n.node.IsUnit),
                n => Assert.All(drawn.Execution[n.k], v => Assert.InRange(v, -1e-9, 1 + 1e-9))
            );
        }
    }

    [Fact]
    public void Blends_AreFound_AndTheirGatesAreGates()
    {
        int[] found = [.. Enumerable.Range(Seed, Models).Select(seed => Found(new DrawnModel(seed).Model))];
        output.WriteLine($"{found.Sum()} blends in {found.Count(f => f > 0)} models");
        Assert.True(found.Sum() > Models / 4);

        static int Found(CellModel model)
        {
            NodeModel[] blends = [.. model.Nodes.Where(n => n.Operator == OperatorTable.Blend.Name)];
            Assert.All(
                blends.Select(b => model.Nodes[b.Arguments[0]]),
                gate => Assert.True(gate.IsUnit || gate.Terms.Any(t => t.Weight >= 0 && model.Weights[t.Weight].Kind == WeightKind.Scalar))
            );
            return blends.Length;
        }
    }
}
