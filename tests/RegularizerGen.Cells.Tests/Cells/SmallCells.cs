using static RegularizerGen.CellMath;

namespace RegularizerGen.Cells.Tests;

/// <summary>One unbounded unit after the other: values and derivatives grow as far as weights do.</summary>
[RecurrentCell]
public sealed partial class ReluNet
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Relu(W * x + U * h + b);
}

/// <summary>Tanh of a sum.</summary>
[RecurrentCell]
public sealed partial class TanhNet
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b);
}

/// <summary>The logistic function of a sum.</summary>
[RecurrentCell]
public sealed partial class SigmoidNet
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Sigmoid(W * x + U * h + b);
}

/// <summary>The gated recurrent unit.</summary>
[RecurrentCell]
public sealed partial class Gru
{
    private readonly Matrix Wz,
        Wr,
        Wn,
        Uz,
        Ur,
        Un;
    private readonly Bias bz,
        br,
        bn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        Signal n = Tanh(Wn * x + Un * (r * h) + bn);
        return z * h + (1 - z) * n;
    }
}

/// <summary>Matrices made of others, a diagonal, a scalar, a concatenation: every way from a weight to the bound.</summary>
[RecurrentCell]
public sealed partial class Composed
{
    private readonly Matrix A,
        B,
        V,
        G;
    private readonly Diagonal p;
    private readonly Scalar alpha;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) =>
        alpha * Tanh((A * B) * h + (V - V.Transpose) * h + p * h + G * Concat(x, h) + b);
}

/// <summary>A matrix of low rank: large, of few parameters.</summary>
[RecurrentCell]
public sealed partial class LowRank
{
    private readonly Matrix W,
        A,
        B;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + (A * B) * h + b);
}

/// <summary>A command that is known well, a measurement that is not, and a flag that is known exactly.</summary>
[RecurrentCell]
public sealed partial class Commanded
{
    private readonly Matrix Wu,
        Wv,
        Wf,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step(
        [Input(Bound = 1, PerturbationScale = 0.1)] Signal u,
        [State] Signal h,
        [Input(Bound = 5)] Signal v,
        [Input(PerturbationScale = 0)] Signal flag
    ) => Sigmoid(Wf * flag) * Tanh(Wu * u + Wv * v + U * h + b);
}
