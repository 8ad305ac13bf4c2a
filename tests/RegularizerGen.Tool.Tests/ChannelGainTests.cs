using System;
using System.Linq;
using RegularizerGen.Tool.Audit;
using RegularizerGen.Tool.Network;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Tests;

/// <summary>Gains of recurrent layers whose channels move by different multiples of ε: held against what ONNX Runtime computes, and never
/// above the product with the largest.</summary>
public sealed class ChannelGainTests
{
    private const int Steps = 6;
    private const int Inputs = 3;

    public static TheoryData<string, double, double> Cases =>
        new(
            from kind in (string[])["LSTM", "GRU", "RNN"]
            from scale in (double[])[0.2, 1]
            from budget in (double[])[0, 0.5]
            select (kind, scale, budget)
        );

    [Theory]
    [MemberData(nameof(Cases))]
    public void UnevenChannels_MoveNoOutputFurther(string kind, double scale, double budget)
    {
        OnnxWriter writer = new OnnxWriter().Input("x", Steps, 1, Inputs).Output("out", Steps, 1, 1, 4);
        new NodeCase(kind, Inputs: Inputs) { Scale = scale }.AddTo(writer, new Random(4), "x", "out");
        var stage = (RecurrentStage)ModelAudit.Read(ModelFile.Parse(writer.Bytes, kind, "."), null).Chain!.Stages[0];
        var settings = new ProofSettings(Steps, TimeSpan.FromSeconds(budget), (_, _) => { });
        using var oracle = new Oracle(writer.Bytes);
        var random = new Random(9);
        foreach (
            double[] gains in (double[][])
                [
                    [1, 1, 1],
                    [1, 0.1, 0.5],
                    [0, 0, 1],
                    [0.02, 1, 0],
                ]
        )
        {
            double[] bounds = stage.Bound(new Reach(Box.Within(1, Inputs), gains), settings).Gains;
            double[] product = [.. stage.Proofs[0].Gains.Outputs.Select(g => Math.BitIncrement(g * gains.Max()))];
            Assert.All(bounds.Zip(product), pair => Assert.True(pair.First <= pair.Second, $"{pair.First} is above {pair.Second}"));
            double[] found = Largest(oracle, gains, random);
            Assert.All(
                bounds.Zip(found),
                pair => Assert.True(pair.Second <= pair.First * (1 + 1e-3), $"{pair.Second} is beyond {pair.First}")
            );
        }
    }

    /// <summary>By output, by how many times ε it moves at most at any step, where signs are those that linear pieces suggest.</summary>
    private static double[] Largest(Oracle oracle, double[] gains, Random random)
    {
        const float Step = 0.05f;
        double[] largest = new double[4];
        float[] Run(float[] inputs) => oracle.Run(inputs, [Steps, 1, Inputs], "out");
        for (int start = 0; start < 6; start++)
        {
            float[] center = [.. Enumerable.Range(0, Steps * Inputs).Select(_ => (float)(0.95 * ((2 * random.NextDouble()) - 1)))];
            float[] Moved(Func<int, double> sign) => [.. center.Select((v, k) => v + (float)(sign(k) * Step * gains[k % Inputs]))];
            float[] nominal = Run(center);
            float[][] slopes =
            [
                .. Enumerable
                    .Range(0, center.Length)
                    .Select(own => Run(Moved(k => k == own ? 1 : 0)).Zip(nominal, (a, b) => a - b).ToArray()),
            ];
            for (int at = 0; at < nominal.Length; at++)
            {
                float moved = Run(Moved(k => Math.Sign(slopes[k][at])))[at] - nominal[at];
                largest[at % 4] = Math.Max(largest[at % 4], Math.Abs(moved) / Step);
            }
        }

        return largest;
    }

    [Fact]
    public void Corners_AreTheProductAndTheMatrix_AndWhatLiesBetween()
    {
        // Channels act through one gate: together they move the output by no more than the larger alone.
        var gains = new ChannelGains(
            [2],
            [
                [1.5, 1, 2],
            ]
        );
        Close(2, [1, 1, 1]);
        Close(1.5, [1, 0, 0]);
        Close((2 * 0.5) + (1.5 * 0.5), [1, 0.5, 0.5]);
        Close((2 * 0.1) + (1.5 * 0.9), [1, 0.1, 0]);
        Close(0, [0, 0, 0]);
        gains = new ChannelGains(
            [2],
            [
                [0.1, 1, 2],
            ]
        );
        Close(0.1 + (1 * 0.5), [1, 0.5, 0]);

        void Close(double expected, double[] of) => Assert.InRange(gains.Through(of)[0], expected, expected * (1 + 1e-14));
    }

    [Fact]
    public void InfiniteGains_CountWhereTheyAreReached()
    {
        var gains = new ChannelGains(
            [double.PositiveInfinity],
            [
                [1, double.PositiveInfinity],
            ]
        );
        Assert.InRange(gains.Through([2, 0])[0], 2, 2 * (1 + 1e-14));
        Assert.Equal(double.PositiveInfinity, gains.Through([2, 1e-300])[0]);
        Assert.Equal(
            double.PositiveInfinity,
            new ChannelGains(
                [1],
                [
                    [1, 1],
                ]
            ).Through([1, double.PositiveInfinity])[0]
        );
    }

    [Fact]
    public void Network_IsBelowTheProductOfItsLayers()
    {
        ModelFile model = ModelFile.Parse(Networks.Stacked(0.3).Bytes, "m", ".");
        Chain chain = ModelAudit.Read(model, null).Chain!;
        var settings = new ProofSettings(Networks.Steps, TimeSpan.Zero, (_, _) => { });
        Reach reach = Reach.Within(1, chain.InputWidth);
        bool isBelow = false;
        foreach (IStage stage in chain.Stages)
        {
            Reach next = stage.Bound(reach, settings);
            isBelow |= stage is RecurrentStage own && next.Gains.Max() < 0.98 * own.Proofs[0].Gain * reach.Gains.Max();
            reach = next;
        }

        Assert.True(isBelow);
    }
}
