using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Audit;
using RegularizerGen.Tool.Network;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Tests;

/// <summary>What is proved of networks, against what ONNX Runtime computes.</summary>
public sealed class AuditTests
{
    private const float Rounding = 1e-5f; // of ONNX Runtime, which computes in float

    public static TheoryData<string> Names => [.. Networks.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Network_ComputesWhatTheModelComputes_AndNothingExceedsWhatIsProved(string name)
    {
        byte[] bytes = Networks.All[name](0.5).Bytes;
        var random = new Random(11);
        Sequence recorded = new(Networks.Inputs, [.. Networks.Draw(random, 0.8).Select(v => (double)v)]);
        var request = new AuditRequest
        {
            InputBound = 1,
            Budget = TimeSpan.FromMilliseconds(300),
            Radius = 0.1,
            Data = _ => [recorded],
        };
        ModelFile model = ModelFile.Parse(bytes, name, ".");
        Chain chain = ModelAudit.Read(model, null).Chain!;
        Assert.Null(chain.StopsAt);
        AuditReport report = ModelAudit.Run(model, name, request);
        Assert.Null(report.Outside);
        LayerFigures last = report.Network!.Layers[^1];

        using var oracle = new Oracle(bytes);
        int[] sizes = Networks.InputSizes(name);
        float[] Run(float[] inputs) => oracle.Run(inputs, sizes, "out");
        for (int trial = 0; trial < 300; trial++)
        {
            float[] inputs = Networks.Draw(random, trial % 2 == 0 ? 1 : random.NextDouble());
            float[] output = Run(inputs);
            double[] own = chain.Forward(new Sequence(Networks.Inputs, [.. inputs.Select(v => (double)v)])).Values;
            Assert.All(output.Zip(own), pair => Assert.Equal(pair.First, pair.Second, Rounding));
            Assert.All(output, v => Assert.InRange(v, last.Lower - Rounding, last.Upper + Rounding));
        }

        Assert.True(LargestRatio(Run, random) <= last.Gain * (1 + 1e-3), "a slope exceeds the gain");
        Assert.True(
            LargestMovement(Run, recorded, 0.1f, random) <= report.Data!.Sequences[0].Movement + Rounding,
            "an output moved further"
        );
    }

    /// <summary>Signs of disturbances by ascent without gradients: a sign is flipped where that moves the output further.</summary>
    private static double LargestRatio(Func<float[], float[]> run, Random random)
    {
        double largest = 0;
        for (int start = 0; start < 8; start++)
        {
            float[] center = Networks.Draw(random, start % 2 == 0 ? 0.9 : 0.2);
            largest = Math.Max(largest, Climb(run, center, 0.05f, random) / 0.05);
        }

        return largest;
    }

    private static double LargestMovement(Func<float[], float[]> run, Sequence recorded, float radius, Random random) =>
        Enumerable.Range(0, 4).Max(_ => Climb(run, [.. recorded.Values.Select(v => (float)v)], radius, random));

    private static double Climb(Func<float[], float[]> run, float[] center, float radius, Random random)
    {
        float[] nominal = run(center);
        int[] signs = [.. center.Select(_ => random.Next(2) == 0 ? -1 : 1)];
        double Moved() => run([.. center.Zip(signs, (v, s) => v + (s * radius))]).Zip(nominal, (a, b) => Math.Abs(a - b)).Max();
        double best = Moved();
        for (int sweep = 0; sweep < 2; sweep++)
        {
            for (int k = 0; k < signs.Length; k++)
            {
                signs[k] = -signs[k];
                double moved = Moved();
                (best, signs[k]) = moved > best ? (moved, signs[k]) : (best, -signs[k]);
            }
        }

        return best;
    }

    [Fact]
    public void Gradients_AreThoseOfTheMap()
    {
        foreach ((string name, Func<double, OnnxWriter> write) in Networks.All)
        {
            Chain chain = ModelAudit.Read(ModelFile.Parse(write(0.5).Bytes, name, "."), null).Chain!;
            var random = new Random(3);
            var input = new Sequence(Networks.Inputs, [.. Networks.Draw(random, 1).Select(v => (double)v)]);
            Sequence output = chain.Forward(input);
            Sequence weights = output.Map(_ => random.NextDouble());
            Sequence gradient = chain.Backward(input, weights);
            for (int k = 0; k < input.Values.Length; k++)
            {
                double difference = (At(k, 1e-5) - At(k, -1e-5)) / 2e-5;
                Assert.Equal(difference, gradient.Values[k], 1e-7);
            }

            double At(int k, double step)
            {
                double[] moved = [.. input.Values];
                moved[k] += step;
                return chain.Forward(input with { Values = moved }).Values.Zip(weights.Values, (y, w) => y * w).Sum();
            }
        }
    }

    [Fact]
    public void Figures_AreThoseOfTheSameCellInCSharp()
    {
        NodeCase @case = new("LSTM", Inputs: 2, Units: 3) { Scale = 0.3 };
        ModelFile model = ModelFile.Parse(@case.Write().Bytes, "lstm", ".");
        var request = new AuditRequest
        {
            InputBound = 0.75,
            Horizon = 7,
            Budget = TimeSpan.Zero,
        };
        NodeFigures figures = ModelAudit.Run(model, "lstm", request).Nodes.Single();

        Nodes.RecurrentNode node = ForwardTests.Node(@case);
        CellDescription lstm = OwnCells.Compile(OwnCells.OnnxLstm);
        Certificate own = lstm.Certify(
            [.. lstm.SizeNames.Select((_, k) => k == lstm.OutputSize ? 3 : 2)],
            new CertificateOptions
            {
                Perturbation = Perturbation.Peak,
                InputBound = 0.75,
                Horizon = 7,
            },
            node.Cells[0].Parameters
        );
        Assert.InRange(figures.Gain, own.Finite.Outputs.Max(), 1.2 * own.Finite.Outputs.Max());
        Assert.Equal(own.AnyStepsGain, figures.AnyStepsGain);
        Assert.Equal(own.DecayRate, figures.Rate);
        Assert.Equal(own.IsContractive, figures.IsContractive);
        Assert.True(figures.IsContractive);
    }

    /// <summary>The first step is the one that inputs can move: then the bias saturates the cell through its state.</summary>
    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(4, 0.5)]
    public void Gains_AreThoseOfShorterSequences_WhereABiasSaturates(float recurrent, double bound)
    {
        OnnxWriter writer = new OnnxWriter().Input("x", 20, 1, 1).Output("y", 20, 1, 1, 1);
        writer.Floats("W", [1, 1, 1], 1).Floats("R", [1, 1, 1], recurrent).Floats("B", [1, 2], 2, 0);
        writer.Node("RNN", "x W R B", "y", ("hidden_size", 1));
        var request = new AuditRequest { InputBound = bound, Budget = TimeSpan.Zero };
        NodeFigures figures = ModelAudit.Run(ModelFile.Parse(writer.Bytes, "rnn", "."), "rnn", request).Nodes.Single();
        double first = (Math.Tanh(2 - bound + 1e-3) - Math.Tanh(2 - bound)) / 1e-3; // the steepest that the first step can be
        Assert.InRange(figures.Gain, first, 1.5 * first);
    }

    [Fact]
    public void Gains_AreThoseOfShorterSequences_WhereAStartDies()
    {
        // c starts at 5 and is forgotten at once: the first step is the one that inputs can move.
        OnnxWriter writer = new OnnxWriter().Input("x", 20, 1, 1).Output("y", 20, 1, 1, 1);
        writer.Floats("W", [1, 4, 1], 0, 0, 1, 0).Floats("R", [1, 4, 1], 0, 0, 0, 0).Floats("B", [1, 8], 0, 3, -2, 0, 0, 0, 0, 0);
        writer.Floats("h0", [1, 1, 1], 0).Floats("c0", [1, 1, 1], 5).Node("LSTM", "x W R B - h0 c0", "y", ("hidden_size", 1));
        ModelFile model = ModelFile.Parse(writer.Bytes, "m", ".");
        AuditReport report = ModelAudit.Run(model, "m", new AuditRequest { InputBound = 0.1, Budget = TimeSpan.Zero });
        Chain chain = ModelAudit.Read(model, null).Chain!;
        double Output(double x) => chain.Forward(new Sequence(1, [x])).Values[0];
        double slope = (Output(0.1) - Output(-0.1)) / 0.2;
        Assert.InRange(slope, 0.3, report.Network!.Gain);
        Assert.Equal(report.Nodes[0].Gain, report.Network.Gain, 1e-12);
    }

    [Fact]
    public void OutputsBeyondTheEndOfASequence_AreInTheRange()
    {
        // A bias keeps the only unit far from zero, but a shorter sequence ends in zeros.
        OnnxWriter Write(bool hasLengths)
        {
            OnnxWriter writer = new OnnxWriter().Input("x", 5, 1, 1).Output("y", 5, 1, 1, 1);
            writer.Floats("W", [1, 1, 1], 0.1f).Floats("R", [1, 1, 1], 0.1f).Floats("B", [1, 2], 1, 1).Input("lengths", 1);
            return writer.Node("RNN", hasLengths ? "x W R B lengths" : "x W R B", "y", ("hidden_size", 1));
        }

        LayerFigures Layer(bool hasLengths) =>
            ModelAudit
                .Run(ModelFile.Parse(Write(hasLengths).Bytes, "m", "."), "m", new AuditRequest { Budget = TimeSpan.Zero })
                .Network!.Layers[0];

        Assert.True(Layer(false).Lower > 0.9);
        Assert.Equal(0, Layer(true).Lower);
    }

    [Theory]
    [InlineData("Softmax", "Softmax 'softmax1' is outside")]
    [InlineData("Cast", "it rounds")]
    public void ChainThatEndsOutside_IsCertifiedUpToThere(string operation, string part)
    {
        OnnxWriter writer = new OnnxWriter().Input("x", 6, 1, 3).Output("z", 6, 1, 4);
        new NodeCase("GRU").AddTo(writer, new Random(1), "x", "y");
        (string, object)[] to = operation == "Cast" ? [("to", 7)] : [];
        writer.Node(operation, "y", "z", to);
        AuditReport report = ModelAudit.Run(
            ModelFile.Parse(writer.Bytes, "m", "."),
            "m",
            new AuditRequest { Budget = TimeSpan.Zero, MaxGain = 1e9 }
        );
        Assert.Equal("y", report.Network!.Output);
        Assert.Contains(part, report.Outside, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotProved, report.Code);
    }

    [Theory]
    [InlineData("Add", "t", "[Time, Batch, Channel] of width 4 and [Batch, Channel] of width 4")] // the last step and all of them
    [InlineData("Concat", "s", "it joins along another axis")]
    [InlineData("Mul", "s", "joins 2 values")]
    [InlineData("Add", "other", "joins values of several inputs")]
    public void OtherJoins_AreOutside(string operation, string second, string part)
    {
        OnnxWriter writer = new OnnxWriter().Input("x", 6, 1, 3).Input("other", 6, 1, 4).Output("z", 6, 1, 4);
        new NodeCase("GRU").AddTo(writer, new Random(1), "x", "y");
        writer.Longs("one", 1).Longs("last", -1).Floats("scalar", [1], 2).Node("Squeeze", "y one", "s");
        writer.Graph.Initializer.Single(t => t.Name == "last").Dims.Clear(); // a scalar: its axis goes
        writer.Node("Gather", "s last", "t", ("axis", 0));
        writer.Node("Mul", "s scalar", "m").Node(operation, $"m {second}", "z", operation == "Concat" ? [("axis", 0)] : []);
        AuditReport report = ModelAudit.Run(
            ModelFile.Parse(writer.Bytes, "m", "."),
            "m",
            new AuditRequest { Budget = TimeSpan.Zero, MaxGain = 1e9 }
        );
        Assert.Contains(part, report.Outside, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotProved, report.Code);
    }

    [Fact]
    public void JoinsOfJoins_EndSomewhere()
    {
        // Each value is the sum of the two before: read as branches, the steps are Fibonacci's numbers.
        OnnxWriter writer = new OnnxWriter().Input("x", 6, 1, 3).Output("v60", 6, 1, 4);
        new NodeCase("GRU").AddTo(writer, new Random(1), "x", "y");
        writer.Longs("one", 1).Node("Squeeze", "y one", "v0").Node("Relu", "v0", "v1");
        for (int k = 2; k <= 60; k++)
        {
            writer.Node("Add", $"v{k - 1} v{k - 2}", $"v{k}");
        }

        AuditReport report = ModelAudit.Run(ModelFile.Parse(writer.Bytes, "m", "."), "m", new AuditRequest { Budget = TimeSpan.Zero });
        Assert.Contains("joins branches of more than 10000 steps", report.Outside, StringComparison.Ordinal);
    }

    [Fact]
    public void NodesOfBranches_AreConditionalOnTheirOwnInputs()
    {
        var random = new Random(5);
        Sequence recorded = new(Networks.Inputs, [.. Networks.Draw(random, 0.8).Select(v => (double)v)]);
        var request = new AuditRequest
        {
            Budget = TimeSpan.FromMilliseconds(300),
            Radius = 0.01,
            Data = _ => [recorded],
        };
        byte[] bytes = Networks.All["residual connections and values side by side"](0.3).Bytes;
        AuditReport report = ModelAudit.Run(ModelFile.Parse(bytes, "m", "."), "m", request);
        Assert.Equal(["LSTM 'lstm1'", "GRU 'gru4'"], report.Data!.Conditional.Select(c => c.Node));
        Assert.All(report.Data.Conditional, c => Assert.InRange(c.Radius, 0.01, 0.2));
        Assert.All(report.Data.Conditional, c => Assert.Null(c.Void));
    }

    [Fact]
    public void NodesWithinGraphsOfNodes_AreAudited()
    {
        var inner = new OnnxWriter();
        new NodeCase("GRU").AddTo(inner, new Random(1), "x", "y");
        OnnxWriter outer = new OnnxWriter().Input("x", 6, 1, 3).Output("z", 1).Node("If", "c", "z", ("then_branch", inner.Graph));
        AuditReport report = ModelAudit.Run(
            ModelFile.Parse(outer.Bytes, "if", "."),
            "if",
            new AuditRequest { Budget = TimeSpan.Zero, MaxGain = 1e9 }
        );
        Assert.Equal("GRU 'gru0'", report.Nodes.Single().Node);
        Assert.Null(report.Network);
        Assert.Contains("'c'", report.Outside, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotProved, report.Code);
    }
}
