using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>
/// The bound of stacked recurrent layers written out in torch operations, so that autograd differentiates it: deviations forward in time
/// from one disturbed input at a time, where the library runs a recursion backwards from the output. Base rules, spectral norms.
/// </summary>
internal sealed class TorchFormula(nn.Module module, string kind, TikhonovOptions options, bool bidirectional)
{
    private readonly int units = (int)module.get_parameter("weight_hh_l0")!.shape[1];
    private readonly string[] gates = kind switch
    {
        "LSTM" => ["i", "f", "g", "o"],
        "GRU" => ["r", "z", "n"],
        _ => ["h"],
    };

    private sealed record Range(Tensor Lo, Tensor Hi)
    {
        public Tensor Magnitude => maximum(Lo.abs(), Hi.abs());
    }

    /// <summary>One input of a unit: its range per time, and its deviation per time.</summary>
    private sealed record Signal(Range[] Ranges, Tensor[] Deviations, int FirstColumn, int Columns, bool IsExternal);

    public Tensor Penalty(double strength)
    {
        int directions = bidirectional ? 2 : 1;
        Tensor tau = Number(options.Saturation);
        var gammas = new Tensor[options.Horizon, directions, options.Horizon]; // [disturbed time, direction, output time]
        for (int disturbed = 0; disturbed < options.Horizon; disturbed++)
        {
            int inputs = (int)module.get_parameter("weight_ih_l0")!.shape[1];
            Signal[] below =
            [
                new Signal(
                    [
                        .. Enumerable.Repeat(
                            new Range(Number(-options.InputBound!.Value), Number(options.InputBound.Value)),
                            options.Horizon
                        ),
                    ],
                    [.. Enumerable.Range(0, options.Horizon).Select(t => Number(t == disturbed ? 1 : 0))],
                    0,
                    inputs,
                    IsExternal: true
                ),
            ];
            for (int layer = 0; module.has_parameter($"weight_ih_l{layer}"); layer++)
            {
                below = [.. Enumerable.Range(0, directions).Select(d => Unit(layer, d, below))];
            }

            for (int direction = 0; direction < directions; direction++)
            {
                for (int t = 0; t < options.Horizon; t++)
                {
                    gammas[disturbed, direction, t] = below[direction].Deviations[t];
                }
            }
        }

        Tensor? gain = null;
        for (int time = bidirectional || options.EveryOutput ? 0 : options.Horizon - 1; time < options.Horizon; time++)
        {
            Tensor[] terms =
            [
                .. Enumerable
                    .Range(0, options.Horizon)
                    .Select(t => Together([.. Enumerable.Range(0, directions).Select(d => gammas[t, d, time])])),
            ];
            Tensor at = options.Perturbation == Perturbation.WhiteNoise ? stack(terms).square().sum().sqrt() : stack(terms).sum();
            gain = gain is null ? at : maximum(gain, at);
        }

        return strength * tau.square() * (1 + (gain! / tau).square()).log();
    }

    private Tensor Together(Tensor[] both) =>
        both.Length == 1 ? both[0]
        : options.Perturbation == Perturbation.Peak ? maximum(both[0], both[1])
        : stack(both).square().sum().sqrt();

    private Signal Unit(int layer, int direction, Signal[] below)
    {
        string suffix = $"_l{layer}{(direction == 1 ? "_reverse" : string.Empty)}";
        Tensor[] wih = Blocks("weight_ih" + suffix),
            whh = Blocks("weight_hh" + suffix),
            bih = Blocks("bias_ih" + suffix),
            bhh = Blocks("bias_hh" + suffix);
        int columns = 0;
        below =
        [
            .. below.Select(s =>
            {
                columns += s.Columns;
                return s with { FirstColumn = columns - s.Columns };
            }),
        ];
        var h = new Range(Number(0), Number(0));
        var c = new Range(Number(0), Number(0));
        Tensor ofH = Source(0),
            ofC = Source(1); // deviations by source: h, c, then the inputs
        Tensor dh = Number(0),
            dc = Number(0);
        var ranges = new Range[options.Horizon];
        var deviations = new Tensor[options.Horizon];
        for (int step = 0; step < options.Horizon; step++)
        {
            int time = direction == 0 ? step : options.Horizon - 1 - step;
            (Range Range, Tensor Deviation) Pre(int gate, bool recurrent, Tensor bias)
            {
                var terms = below.Select(s => (W: wih[gate].narrow(1, s.FirstColumn, s.Columns), Range: s.Ranges[time])).ToList();
                Tensor deviation = zeros_like(ofH);
                for (int k = 0; k < below.Length; k++)
                {
                    deviation = deviation + (Norm(terms[k].W, below[k].IsExternal) * Source(2 + k));
                }

                if (recurrent)
                {
                    terms.Add((whh[gate], h));
                    deviation = deviation + (Norm(whh[gate], false) * ofH);
                }

                return (Rows(terms, bias), deviation);
            }

            Tensor hNext,
                cNext = zeros_like(ofH);
            switch (kind)
            {
                case "LSTM":
                    (Range i, Tensor di) = Sigmoid(Pre(0, true, bih[0] + bhh[0]));
                    (Range f, Tensor df) = Sigmoid(Pre(1, true, bih[1] + bhh[1]));
                    (Range g, Tensor dg) = Tanh(Pre(2, true, bih[2] + bhh[2]));
                    (Range o, Tensor d) = Sigmoid(Pre(3, true, bih[3] + bhh[3]));
                    cNext = (c.Magnitude * df) + (f.Magnitude * ofC) + (g.Magnitude * di) + (i.Magnitude * dg);
                    c = Sum(Product(f, c), Product(i, g));
                    (Range tanhC, Tensor dTanhC) = Tanh((c, cNext));
                    hNext = (tanhC.Magnitude * d) + (o.Magnitude * dTanhC);
                    h = Product(o, tanhC);
                    break;
                case "GRU":
                    (Range r, Tensor dr) = Sigmoid(Pre(0, true, bih[0] + bhh[0]));
                    (Range z, Tensor dz) = Sigmoid(Pre(1, true, bih[1] + bhh[1]));
                    (Range own, Tensor dOwn) = Pre(2, false, bih[2]);
                    Range q = Rows([(whh[2], h)], bhh[2]);
                    Tensor dq = Norm(whh[2], false) * ofH;
                    (Range n, Tensor dn) = Tanh((Sum(own, Product(r, q)), dOwn + (q.Magnitude * dr) + (r.Magnitude * dq)));
                    (h, hNext) = Blend(z, dz, h, ofH, n, dn);
                    break;
                default:
                    (Range pre, hNext) = Pre(0, true, bih[0] + bhh[0]);
                    (h, hNext) =
                        kind == "RnnTanh" ? Tanh((pre, hNext)) : (new Range(nn.functional.relu(pre.Lo), nn.functional.relu(pre.Hi)), hNext);
                    break;
            }

            Tensor before = stack([dh, dc, .. below.Select(s => s.Deviations[time])]);
            (dh, dc) = ((hNext * before).sum(), (cNext * before).sum());
            ranges[time] = h;
            deviations[time] = dh;
        }

        return new Signal(ranges, deviations, 0, units, IsExternal: false);

        Tensor Source(int k) => nn.functional.one_hot(tensor((long)k), 2 + below.Length).to_type(Number(0).dtype);
    }

    private Tensor[] Blocks(string name) =>
        [.. Enumerable.Range(0, gates.Length).Select(g => module.get_parameter(name)!.narrow(0, g * units, units))];

    private Tensor Number(double value) => tensor(value, dtype: module.get_parameter("weight_hh_l0")!.dtype);

    private Tensor Norm(Tensor w, bool external)
    {
        Tensor norm =
            options.Perturbation == Perturbation.Peak ? w.abs().sum(1).max()
            : external && options.Perturbation == Perturbation.WhiteNoise ? w.norm()
            : linalg.svdvals(w).max();
        return (norm.square() + (options.NormFloor * options.NormFloor)).sqrt();
    }

    private static Range Rows(IEnumerable<(Tensor W, Range Range)> terms, Tensor bias)
    {
        (Tensor lo, Tensor hi) = (bias, bias);
        foreach ((Tensor w, Range range) in terms)
        {
            Tensor positive = w.clamp(min: 0).sum(1),
                negative = (-w).clamp(min: 0).sum(1);
            lo = lo + (positive * range.Lo) - (negative * range.Hi);
            hi = hi + (positive * range.Hi) - (negative * range.Lo);
        }

        return new Range(lo.min(), hi.max());
    }

    private static Range Product(Range u, Range v)
    {
        Tensor corners = stack([u.Lo * v.Lo, u.Lo * v.Hi, u.Hi * v.Lo, u.Hi * v.Hi]);
        return new Range(corners.min(), corners.max());
    }

    private static Range Sum(Range u, Range v) => new(u.Lo + v.Lo, u.Hi + v.Hi);

    private static Tensor NearestToZero(Range v) => maximum(v.Lo, minimum(v.Hi, zeros_like(v.Hi)));

    private static (Range Range, Tensor Deviation) Sigmoid((Range Range, Tensor Deviation) pre)
    {
        Tensor at = sigmoid(NearestToZero(pre.Range));
        return (new Range(sigmoid(pre.Range.Lo), sigmoid(pre.Range.Hi)), at * (1 - at) * pre.Deviation);
    }

    private static (Range Range, Tensor Deviation) Tanh((Range Range, Tensor Deviation) pre)
    {
        Tensor at = tanh(NearestToZero(pre.Range));
        return (new Range(tanh(pre.Range.Lo), tanh(pre.Range.Hi)), (1 - at.square()) * pre.Deviation);
    }

    /// <summary>z∘a + (1-z)∘b.</summary>
    private (Range Range, Tensor Deviation) Blend(Range z, Tensor dz, Range a, Tensor da, Range b, Tensor db)
    {
        Tensor gap = maximum(a.Hi - b.Lo, b.Hi - a.Lo);
        return (new Range(minimum(a.Lo, b.Lo), maximum(a.Hi, b.Hi)), (gap * dz) + Mixture(z, da, db));
    }

    private Tensor Mixture(Range z, Tensor alpha, Tensor beta)
    {
        if (options.Perturbation == Perturbation.Peak)
        {
            return maximum((z.Hi * alpha) + ((1 - z.Hi) * beta), (z.Lo * alpha) + ((1 - z.Lo) * beta));
        }

        Tensor separate = (z.Hi * alpha) + ((1 - z.Lo) * beta);
        Tensor kappa = maximum(z.Lo.square() + (1 - z.Lo).square(), z.Hi.square() + (1 - z.Hi).square()).sqrt();
        Tensor squares = alpha.square() + beta.square();
        Tensor nowhere = zeros_like(squares);
        Tensor root = where(squares > 0, where(squares > 0, squares, nowhere + 1).sqrt(), nowhere); // it has no slope at 0
        return minimum(separate, kappa * root);
    }
}
