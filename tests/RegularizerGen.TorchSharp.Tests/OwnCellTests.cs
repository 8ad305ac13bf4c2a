using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Layouts;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>Own cells over torch parameters: slices of packed ones, transposed ones, sums of two biases, diagonals, scalars, derived
/// matrices.</summary>
public sealed class OwnCellTests : TorchTest
{
    private const int X = 3;
    private const int H = 4;

    [Fact]
    public void PackedAndTransposedParameters_GiveThePenaltyOfTheirParts()
    {
        Modules.Parameter packed = Parameter(X, 2 * H),
            recurrent = Parameter(2 * H, H),
            first = Parameter(2 * H),
            second = Parameter(2 * H),
            peephole = Parameter(H),
            alpha = Parameter(1);
        var weights = new Dictionary<string, WeightSlice>
        {
            ["Wf"] = WeightSlice.Of(packed).Columns(0, H).Transpose(),
            ["Wg"] = WeightSlice.Of(packed).Columns(H, H).Transpose(),
            ["Uf"] = WeightSlice.Of(recurrent).Rows(0, H),
            ["Ug"] = WeightSlice.Of(recurrent).Rows(H, H),
            ["p"] = WeightSlice.Of(peephole),
            ["bf"] = WeightSlice.Of(first).Rows(0, H).Plus(second),
            ["bg"] = WeightSlice.Of(first).Rows(H, H).Plus(second),
            ["alpha"] = WeightSlice.Of(alpha),
        };
        double[] flat =
        [
            .. Networks.Values(packed.narrow(1, 0, H).t()),
            .. Networks.Values(packed.narrow(1, H, H).t()),
            .. Networks.Values(recurrent),
            .. Networks.Values(peephole),
            .. Networks.Values(first + second),
            .. Networks.Values(alpha),
        ];
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            foreach (bool device in new[] { false, true })
            {
                var options = new TikhonovOptions { Horizon = 5, Perturbation = perturbation };
                using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(Peephole.Description, [X, H], weights, options);
                regularizer.UseDeviceOperations = device;
                Modules.Parameter[] parameters = [packed, recurrent, first, second, peephole, alpha];
                foreach (Modules.Parameter parameter in parameters)
                {
                    parameter.grad = null;
                }

                using Tensor penalty = regularizer.Penalty(0.2);
                penalty.backward();
                double[] gradient = new double[flat.Length];
                double expected = Peephole.Description.Regularize([X, H], options, flat, gradient, 0.2).Result.Penalty;
                Assert.Equal(expected, penalty.item<double>(), 1e-12 * expected);
                foreach (Modules.Parameter parameter in parameters)
                {
                    PenaltyTests.AssertGradient(parameter, () => 0.2 * regularizer.Evaluate().Penalty, $"{perturbation}, device {device}");
                }

                PenaltyTests.Near(Networks.Values(first.grad!), Networks.Values(second.grad!), 0);
            }
        }
    }

    /// <summary>Parameters packed as Keras does, read in place by the module's own kind of cell: the same gain as torch's module with the
    /// same weights.</summary>
    [Fact]
    public void KerasPackedParameters_GiveTheGainOfTorchsModule()
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", X, H);
        Tensor Packed(string name) => module.get_parameter(name)!.detach().t().contiguous(); // [columns, 4H], gates i, f, g, o as in torch
        WeightSlice kernel = WeightSlice.Of(Packed("weight_ih_l0")),
            recurrent = WeightSlice.Of(Packed("weight_hh_l0"));
        WeightSlice bias = WeightSlice.Of(module.get_parameter("bias_ih_l0")!.detach() + module.get_parameter("bias_hh_l0")!.detach());
        var weights = new Dictionary<string, WeightSlice>();
        foreach (string gate in PackedLayout.KerasLstm.Gates)
        {
            weights["W" + gate] = kernel.Gate(PackedLayout.KerasLstm, gate, H);
            weights["U" + gate] = recurrent.Gate(PackedLayout.KerasLstm, gate, H);
            weights["b" + gate] = bias.Gate(PackedLayout.KerasLstm, gate, H);
        }

        var options = new TikhonovOptions { InputBound = 1 };
        using TorchTikhonovPenalty packed = TorchTikhonovPenalty.For(Cells.Lstm.Description, [X, H], weights, options);
        using TorchTikhonovPenalty ofModule = TorchTikhonovPenalty.For(module, options);
        Assert.Equal(ofModule.Evaluate().Gain, packed.Evaluate().Gain, 1e-12 * ofModule.LastResult.Gain);
    }

    [Fact]
    public void DerivedMatrices_AreRegularizedThroughTheHost()
    {
        Modules.Parameter w = Parameter(H, X),
            v = Parameter(H, H),
            b = Parameter(H);
        var weights = new Dictionary<string, WeightSlice>
        {
            ["W"] = WeightSlice.Of(w),
            ["V"] = WeightSlice.Of(v),
            ["b"] = WeightSlice.Of(b),
        };
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(
            Antisymmetric.Description,
            [X, H],
            weights,
            new TikhonovOptions { Horizon = 5 }
        );
        regularizer.Penalty(0.2).backward();
        foreach (Modules.Parameter parameter in new[] { w, v })
        {
            PenaltyTests.AssertGradient(parameter, () => 0.2 * regularizer.Evaluate().Penalty, "derived");
        }

        TorchStabilityPenalty margin = TorchStabilityPenalty.For(
            Antisymmetric.Description,
            [X, H],
            weights,
            new StabilityOptions { Perturbation = Perturbation.Peak }
        );
        w.grad = v.grad = b.grad = null;
        margin.Penalty(1).backward();
        PenaltyTests.AssertGradient(v, () => margin.Evaluate().Penalty, "margin");
    }

    /// <summary>Bounds by name and scales reach the bound of a cell whose weights are tensors.</summary>
    [Fact]
    public void SeveralInputs_AreThoseOfTheCell()
    {
        Modules.Parameter[] parameters = [Parameter(H, X), Parameter(H, X + 1), Parameter(H, H), Parameter(H)];
        var weights = new[] { "Wu", "Wv", "U", "b" }.Zip(parameters).ToDictionary(p => p.First, p => WeightSlice.Of(p.Second));
        double[] flat = [.. parameters.SelectMany(p => Networks.Values(p))];
        int[] sizes = [X, X + 1, H];
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            var bounds = new Dictionary<string, double> { ["v"] = 0.1 };
            var options = new TikhonovOptions { Perturbation = perturbation, InputBounds = bounds };
            using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(Commanded.Description, sizes, weights, options);
            double expected = Commanded.Description.Regularize(sizes, options, flat, new double[flat.Length], 1).Result.Gain;
            Assert.Equal(expected, regularizer.Evaluate().Gain, 1e-12 * expected);
            regularizer.Penalty(0.2).backward();
            PenaltyTests.AssertGradient(parameters[1], () => 0.2 * regularizer.Evaluate().Penalty, $"{perturbation}");
            parameters[1].grad = null;

            var stability = new StabilityOptions { InputBounds = bounds, Perturbation = perturbation };
            TorchStabilityPenalty margin = TorchStabilityPenalty.For(Commanded.Description, sizes, weights, stability);
            double radius = Commanded.Description.Stabilize(sizes, stability, flat, new double[flat.Length], 1).SpectralRadius;
            Assert.Equal(radius, margin.Evaluate().SpectralRadius, 1e-12 * radius);
        }
    }

    [Fact]
    public void WrongBindings_AreNamed()
    {
        var weights = new Dictionary<string, WeightSlice>
        {
            ["W"] = WeightSlice.Of(Parameter(H, X)),
            ["V"] = WeightSlice.Of(Parameter(H, H)),
            ["b"] = WeightSlice.Of(Parameter(H)),
        };
        string Problem(string name, WeightSlice? slice)
        {
            var changed = new Dictionary<string, WeightSlice>(weights);
            if (slice is null)
            {
                changed.Remove(name);
            }
            else
            {
                changed[name] = slice;
            }

            return Assert
                .ThrowsAny<ArgumentException>(() =>
                    TorchTikhonovPenalty.For(Antisymmetric.Description, [X, H], changed, new TikhonovOptions())
                )
                .Message;
        }

        Assert.Contains("'V' of 'Antisymmetric' has no slice; it needs W, V, b", Problem("V", null), StringComparison.Ordinal);
        Assert.Contains("no weight 'Q'; it has W, V, b", Problem("Q", WeightSlice.Of(Parameter(H))), StringComparison.Ordinal);
        Assert.Contains("'W' is [3, 4]; it must be [4, 3]", Problem("W", WeightSlice.Of(Parameter(X, H))), StringComparison.Ordinal);
        Assert.Contains(
            "'b' must be a block of a vector; the parameter has shape [4, 1]",
            Problem("b", WeightSlice.Of(Parameter(H, 1))),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'b' is [3]; it must be [4]",
            Problem("b", WeightSlice.Of(Parameter(H)).Plus(Parameter(X))),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "slice of 'V' takes 4 rows from 2 on; the parameter has shape [4, 4]",
            Problem("V", WeightSlice.Of(Parameter(H, H)).Rows(2, H)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no parameter 'weight'",
            Assert.ThrowsAny<ArgumentException>(() => WeightSlice.Of(nn.ReLU(), "weight")).Message,
            StringComparison.Ordinal
        );
    }

    private static Modules.Parameter Parameter(params long[] shape) => nn.Parameter((rand(shape, dtype: ScalarType.Float64) * 1.2) - 0.6);
}
