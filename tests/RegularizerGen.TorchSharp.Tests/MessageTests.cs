using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>What is wrong is named as torch names it.</summary>
public sealed class MessageTests : TorchTest
{
    private static readonly TikhonovOptions Options = new() { InputBound = 1 };

    public static TheoryData<string, string, string, int[], string> Places =>
        new()
        {
            { "LSTM", "both", "weight_hh_l1_reverse", [4, 1], "Parameter 'weight_hh_l1_reverse' (layer 1, reverse) is NaN at [4, 1]" },
            { "LSTM", "both", "weight_ih_l1", [11, 5], "Parameter 'weight_ih_l1' (layer 1, forward) is NaN at [11, 5]" },
            { "GRU", "one", "bias_hh_l2", [8], "Parameter 'bias_hh_l2' (layer 2) is NaN at [8]" },
            { "RnnTanh", "single", "weight_hh_l0", [2, 0], "Parameter 'weight_hh_l0' is NaN at [2, 0]" },
        };

    [Theory]
    [MemberData(nameof(Places))]
    public void NaN_IsReportedByTorchsNameAndIndex(string kind, string directions, string name, int[] at, string expected)
    {
        nn.Module module = Networks.Create(kind, 2, 3, layers: directions == "single" ? 1 : 3, bidirectional: directions == "both");
        using (IDisposable noGradient = no_grad())
        {
            Tensor entry = module.get_parameter(name)!;
            foreach (int index in at)
            {
                entry = entry.select(0, index);
            }

            entry.fill_(double.NaN);
        }

        using TorchTikhonovPenalty regularizer = Networks.Regularize(module, Options, kind: kind);
        TorchStabilityPenalty margin = Networks.Stabilize(module, new StabilityOptions { InputBound = 1 }, kind);
        Named(expected, () => regularizer.Evaluate());
        Named(expected, () => regularizer.Penalty());
        Named(expected, () => margin.AddGradient(1));
        Named(expected, () => Networks.Certify(module, new CertificateOptions { InputBound = 1 }, kind));
        regularizer.UseDeviceOperations = true;
        Named(expected, () => regularizer.AddGradient(1));
        Assert.All(module.parameters(), p => Assert.Null(p.grad));
    }

    [Fact]
    public void NaN_InAReadOutOrAnOwnTensor_IsReportedToo()
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", 2, 3);
        var readOut = (Modules.Linear)nn.Linear(3, 2).to(ScalarType.Float64);
        Modules.Parameter own = nn.Parameter(zeros([3, 4], dtype: ScalarType.Float64));
        using (IDisposable noGradient = no_grad())
        {
            readOut.weight![1, 2] = double.PositiveInfinity;
            own[2, 3] = double.NaN;
        }

        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, Options, readOut);
        Named("Parameter 'weight' (read-out) is infinite at [1, 2]", () => regularizer.Evaluate());
        using TorchTikhonovPenalty ofOwn = TorchTikhonovPenalty.For(Cells.RnnTanh.Description, [1, 3], OwnWeights(own), Options);
        Named("The parameter of weight 'Wh' is NaN at [2, 3]", () => ofOwn.Evaluate());
    }

    [Fact]
    public void ReadOuts_ThatDoNotFit_AreNamed()
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", 2, 4);
        Named("ReadOutRows is 2, but no read-out was given", () => TorchTikhonovPenalty.For(module, Options with { ReadOutRows = 2 }));
        Named(
            "ReadOutRows is 3, but the read-out that was given has 2 rows",
            () => TorchTikhonovPenalty.For(module, Options with { ReadOutRows = 3 }, nn.Linear(4, 2))
        );
        foreach (long[] shape in new long[][] { [2, 4, 99], [2] })
        {
            var readOut = nn.Linear(4, 2);
            readOut.weight = nn.Parameter(zeros(shape));
            Named(
                $"The read-out is [{string.Join(", ", shape)}]; on this module it must be a matrix with 4 columns",
                () => TorchTikhonovPenalty.For(module, Options, readOut)
            );
            Named("it must be a matrix with 4 columns", () => module.Certify(new CertificateOptions { InputBound = 1 }, readOut));
        }
    }

    [Fact]
    public void SlicesAndSizes_ThatDoNotFit_AreNamed()
    {
        Modules.Parameter own = nn.Parameter(zeros(3, 4));
        TorchTikhonovPenalty Of(WeightSlice? u = null, WeightSlice? b = null, WeightSlice? readOut = null, int[]? sizes = null)
        {
            Dictionary<string, WeightSlice> weights = OwnWeights(own);
            weights["Uh"] = u ?? weights["Uh"];
            weights["bh"] = b ?? weights["bh"];
            return TorchTikhonovPenalty.For(Cells.RnnTanh.Description, sizes ?? [1, 3], weights, Options, readOut);
        }

        Of().Dispose();
        Named(
            "The slice of 'Uh' takes 3 columns from 2 on; the parameter has shape [3, 4]",
            () => Of(u: WeightSlice.Of(own).Columns(2, 3))
        );
        Named("The slice of 'Uh' takes 3 rows from -1 on", () => Of(u: WeightSlice.Of(own).Rows(-1, 3)));
        Named("The slice of 'Uh' takes 3 rows from 9223372036854775807 on", () => Of(u: WeightSlice.Of(own).Rows(long.MaxValue, 3)));
        Named("The weight 'bh' is a vector; it has no block of columns", () => Of(b: WeightSlice.Of(zeros(3)).Columns(0, 3)));
        Named(
            "The slice of 'readOut' takes 9 rows from 0 on; the parameter has shape [3, 4]",
            () => Of(readOut: WeightSlice.Of(own).Rows(0, 9))
        );
        Named("The weight 'readOut' must be a block of a matrix; the parameter has shape [3]", () => Of(readOut: WeightSlice.Of(zeros(3))));
        Named("The sizes of 'RnnTanh' are [1, 3, 99]; it needs inputs, units", () => Of(sizes: [1, 3, 99]));
        Named("The sizes of 'RnnTanh' are [1]; it needs inputs, units", () => Of(sizes: [1]));
        Named("The sizes of 'RnnTanh' are [1, 0]", () => Of(sizes: [1, 0]));
        Named(
            "The sizes of 'RnnTanh' are [1]",
            () => TorchStabilityPenalty.For(Cells.RnnTanh.Description, [1], OwnWeights(own), new StabilityOptions { InputBound = 1 })
        );
    }

    [Fact]
    public void WeightsWithoutNumbers_AreNamed()
    {
        Modules.LSTMCell integers = nn.LSTMCell(2, 3);
        integers.weight_hh = new Modules.Parameter(zeros([12, 3], dtype: ScalarType.Int64), requires_grad: false);
        Named("Parameter 'weight_hh' is of type Int64", () => TorchTikhonovPenalty.For(integers, Options));
        Named(
            "Parameter 'weight_hh' is of type Int64",
            () =>
                TorchStabilityPenalty.For(
                    Cells.RnnTanh.Description,
                    [1, 3],
                    new Dictionary<string, WeightSlice>
                    {
                        ["Wh"] = WeightSlice.Of(zeros(3, 1)),
                        ["Uh"] = WeightSlice.Of(integers, "weight_hh").Rows(3, 3),
                        ["bh"] = WeightSlice.Of(zeros(3)),
                    },
                    new StabilityOptions()
                )
        );
        Named("Parameter 'weight_hh' is of type Int64", () => integers.Certify(new CertificateOptions { InputBound = 1 }));
        Modules.LSTM meta = nn.LSTM(2, 3, device: device("meta"));
        Named("Parameter 'weight_ih_l0' is on the meta device", () => TorchTikhonovPenalty.For(meta, Options));
        Named("Parameter 'weight_ih_l0' is on the meta device", () => meta.Certify(new CertificateOptions { InputBound = 1 }));

        // Moved there, or exchanged, after the regularizer was created.
        Modules.LSTMCell moved = nn.LSTMCell(2, 3);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(moved, Options);
        moved.weight_hh = nn.Parameter(zeros(16, 4));
        Named("Parameter 'weight_hh' has shape [16, 4]; it was [12, 3]", () => regularizer.Evaluate());
        moved.to(device("meta"));
        Named("is on the meta device", () => regularizer.Evaluate());
    }

    [Fact]
    public void UseAfterDispose_IsRefused()
    {
        Modules.LSTM module = nn.LSTM(2, 3);
        TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, Options);
        regularizer.Evaluate();
        regularizer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => regularizer.Evaluate());
        Assert.Throws<ObjectDisposedException>(() => regularizer.Penalty());
        Assert.Throws<ObjectDisposedException>(() => regularizer.AddGradient(1));
        using TorchTikhonovPenalty ofDisposed = TorchTikhonovPenalty.For(module, Options);
        module.get_parameter("bias_hh_l0")!.Dispose();
        Assert.Contains(
            "Parameter 'bias_hh_l0' was disposed",
            Assert.Throws<ObjectDisposedException>(() => ofDisposed.Evaluate()).Message,
            StringComparison.Ordinal
        );
    }

    private static Dictionary<string, WeightSlice> OwnWeights(Modules.Parameter own) =>
        new()
        {
            ["Wh"] = WeightSlice.Of(own).Columns(0, 1),
            ["Uh"] = WeightSlice.Of(own).Columns(1, 3),
            ["bh"] = WeightSlice.Of(zeros(3, dtype: own.dtype)),
        };

    private static void Named(string expected, Action call) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
}
