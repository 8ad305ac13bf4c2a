using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Audit;
using RegularizerGen.Tool.Network;
using RegularizerGen.Tool.Nodes;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Tests;

/// <summary>Cells that are written for nodes compute what ONNX Runtime computes.</summary>
public sealed class ForwardTests
{
    private const double Tolerance = 2e-5; // ONNX Runtime computes in float, and steps may stretch what it rounds

    [Fact]
    public void Cells_ComputeWhatTheNodesCompute()
    {
        NodeCase[] cases = [.. NodeCases.All()];
        (IReadOnlyList<RecurrentStage> stages, _) = NodeCompiler.Compile([.. cases.Select(Node)]);
        var random = new Random(7);
        for (int k = 0; k < cases.Length; k++)
        {
            float[] inputs = cases[k].Draw(random, 2);
            using var oracle = new Oracle(cases[k].Write().Bytes);
            float[] expected = oracle.Run(inputs, [cases[k].Steps, cases[k].Batch, cases[k].Inputs], "y");
            float[] actual = Run(cases[k], stages[k], inputs);
            double error = expected.Zip(actual, (e, a) => (double)Math.Abs(e - a)).Max();
            Assert.True(error <= Tolerance, $"{cases[k]}: off by {error}");
        }
    }

    [Fact]
    public void BatchFirst_IsTheSameWithAxesExchanged()
    {
        var layout0 = new NodeCase("GRU", "bidirectional") { HasStart = true, Batch = 1 };
        NodeCase layout1 = layout0 with { Attributes = [("layout", 1)] };
        (IReadOnlyList<RecurrentStage> stages, _) = NodeCompiler.Compile([Node(layout0), Node(layout1)]);
        float[] inputs = layout0.Draw(new Random(1));
        Assert.Equal(Run(layout0, stages[0], inputs), Run(layout1, stages[1], inputs)); // of one sequence, both orders are the same
        Assert.True(stages[1].Node.IsBatchFirst);
    }

    [Fact]
    public void InitialStates_OfBatchFirst_AreBySequence()
    {
        var node = Node(
            new NodeCase("RNN", "bidirectional", Units: 1)
            {
                HasStart = true,
                Batch = 3,
                Attributes = [("layout", 1)],
            }
        );
        TensorProto given = new NodeCase("RNN", "bidirectional", Units: 1)
        {
            HasStart = true,
            Batch = 3,
            Attributes = [("layout", 1)],
        }
            .Write()
            .Graph.Initializer.Single(t => t.Name.EndsWith("h0", StringComparison.Ordinal));
        Assert.Equal([3L, 2L, 1L], given.Dims);
        for (int sequence = 0; sequence < 3; sequence++)
        {
            for (int direction = 0; direction < 2; direction++)
            {
                Assert.Equal(given.FloatData[(2 * sequence) + direction], node.Cells[direction].States[0].Of(sequence, 1)[0]);
            }
        }
    }

    internal static RecurrentNode Node(NodeCase @case)
    {
        GraphScope scope = GraphScope.All(ModelFile.Parse(@case.Write().Bytes, "test.onnx", "."))[0];
        return NodeReader.Read(scope, scope.Graph.Node[0]);
    }

    /// <summary>Y [steps, directions, batch, units] of inputs [steps, batch, inputs].</summary>
    private static float[] Run(NodeCase @case, RecurrentStage stage, float[] inputs)
    {
        float[] all = new float[@case.Steps * @case.Directions * @case.Batch * @case.Units];
        for (int sequence = 0; sequence < @case.Batch; sequence++)
        {
            double[] own = new double[@case.Steps * @case.Inputs];
            for (int k = 0; k < own.Length; k++)
            {
                own[k] = inputs[((((k / @case.Inputs) * @case.Batch) + sequence) * @case.Inputs) + (k % @case.Inputs)];
            }

            int length = stage.Node.Lengths?[sequence] ?? @case.Steps;
            Sequence output = stage.Forward(new Sequence(@case.Inputs, own), length, sequence);
            for (int k = 0; k < output.Values.Length; k++)
            {
                (int step, int channel) = (k / output.Width, k % output.Width);
                (int direction, int unit) = (channel / @case.Units, channel % @case.Units);
                all[(((((step * @case.Directions) + direction) * @case.Batch) + sequence) * @case.Units) + unit] = (float)output.Values[k];
            }
        }

        return all;
    }
}
