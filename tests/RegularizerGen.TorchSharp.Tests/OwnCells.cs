using static RegularizerGen.CellMath;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>Two LSTM layers in one step, as one would write them without stacks.</summary>
[RecurrentCell]
public sealed partial class TwoLayers
{
    private readonly Matrix Wi,
        Wf,
        Wg,
        Wo;
    private readonly Matrix Ui,
        Uf,
        Ug,
        Uo;
    private readonly Bias bi,
        bf,
        bg,
        bo;
    private readonly Matrix Vi,
        Vf,
        Vg,
        Vo;
    private readonly Matrix Ri,
        Rf,
        Rg,
        Ro;
    private readonly Bias ai,
        af,
        ag,
        ao;

    [Step]
    private (Signal k, Signal h, Signal c, Signal d) Step(
        [Input(Bound = 1)] Signal x,
        [State] Signal h,
        [State] Signal c,
        [State] Signal k,
        [State] Signal d
    )
    {
        Signal cNext = Sigmoid(Wf * x + Uf * h + bf) * c + Sigmoid(Wi * x + Ui * h + bi) * Tanh(Wg * x + Ug * h + bg);
        Signal hNext = Sigmoid(Wo * x + Uo * h + bo) * Tanh(cNext);
        Signal dNext = Sigmoid(Vf * hNext + Rf * k + af) * d + Sigmoid(Vi * hNext + Ri * k + ai) * Tanh(Vg * hNext + Rg * k + ag);
        Signal kNext = Sigmoid(Vo * hNext + Ro * k + ao) * Tanh(dNext);
        return (kNext, hNext, cNext, dNext);
    }
}

/// <summary>A cell with two inputs.</summary>
[RecurrentCell]
public sealed partial class Commanded
{
    private readonly Matrix Wu,
        Wv,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1, PerturbationScale = 0.1)] Signal u, [Input(Bound = 5)] Signal v, [State] Signal h) =>
        Tanh(Wu * u + Wv * v + U * h + b);
}

/// <summary>A cell over packed parameters: peepholes, and a bias of two parts.</summary>
[RecurrentCell]
public sealed partial class Peephole
{
    private readonly Matrix Wf,
        Wg,
        Uf,
        Ug;
    private readonly Diagonal p;
    private readonly Bias bf,
        bg;
    private readonly Scalar alpha;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal f = Sigmoid(Wf * x + Uf * h + p * c + bf);
        Signal cNext = f * c + (1 - f) * Tanh(Wg * x + Ug * h + bg);
        return (Tanh(alpha * cNext), cNext);
    }
}

/// <summary>A cell that computes its recurrent matrix from a weight.</summary>
[RecurrentCell]
public sealed partial class Antisymmetric
{
    private readonly Matrix W,
        V;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) =>
        h + 0.1 * Tanh((V - V.Transpose - 0.2 * Matrix.Identity) * h + W * x + b);
}
