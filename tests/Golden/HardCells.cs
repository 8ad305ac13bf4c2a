using System;
using RegularizerGen;
using static RegularizerGen.CellMath;

// Cells whose bounds were once exceeded, or lost all accuracy: where signals have no bound, and where numbers leave the range of double on
// the way.

[RecurrentCell]
public sealed partial class SoftsignTimesHardTanh
{
    private readonly Matrix W,
        V;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => Softsign(W * x) * HardTanh(V * x) + 0.1 * h;
}

[RecurrentCell]
public sealed partial class GatedInput
{
    private readonly Matrix V,
        K;

    [Step]
    private (Signal y, Signal h) Step([Input] Signal x, [State] Signal y, [State] Signal h)
    {
        Signal z = Sigmoid(K * h);
        return (0.5 * Tanh(z * (x * h)) + 0.5 * Tanh(V * x), x);
    }
}

/// <summary>Formulas whose value at infinity is a limit: ∞/∞, ∞·0, ∞ - ∞.</summary>
[RecurrentCell]
public sealed partial class Limits
{
    private readonly Matrix W,
        V,
        S;

    [Activation(Lipschitz = 1, Min = -1, Max = 1, Monotone = true)]
    private static double Root(double u) => u / Math.Sqrt(1 + (u * u));

    [Activation(Lipschitz = 1, Min = -1, Max = 1, Monotone = true)]
    private static double Decaying(double u) => u * Math.Exp(-Math.Log(1 + Math.Abs(u)));

    [Activation(Lipschitz = 1, Min = -1, Max = 1, Monotone = true)]
    private static double Difference(double u) => 0.5 * (Math.Abs(u + 1) - Math.Abs(u - 1));

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) =>
        Map(Root, W * x) * HardTanh(V * x) + Map(Decaying, W * x) * HardTanh(S * x) + Map(Difference, V * x) * HardTanh(W * x) + 0.1 * h;
}

/// <summary>A gate that is almost shut everywhere, times a signal without bound: a slope that underflows is not zero.</summary>
[RecurrentCell]
public sealed partial class ShutGate
{
    private readonly Matrix W,
        V;
    private readonly Bias b;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => Sigmoid(HardTanh(W * x) + b) * (V * x) + 0.1 * h;
}

[RecurrentCell]
public sealed partial class Chain
{
    private readonly Matrix A,
        B,
        C,
        D,
        V;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => D * (C * (B * (A * x))) + 0.1 * h + V * x;
}

[RecurrentCell]
public sealed partial class Collapsed
{
    private readonly Matrix A,
        B,
        V;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => (A * B) * x + 0.1 * h + V * x;
}

/// <summary>An update gate as PyTorch's GRU has it, written in three ways.</summary>
[RecurrentCell]
public sealed partial class UpdateGate
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(U * h + b);
        return (1 - z) * Tanh(W * x) + z * (0.5 * h);
    }
}

[RecurrentCell]
public sealed partial class UpdateGateByTanh
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = 0.5 * Tanh(0.5 * (U * h + b)) + 0.5;
        return z * (0.5 * h) + (1 - z) * Tanh(W * x);
    }
}

[RecurrentCell]
public sealed partial class ComplementAlone
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => (1 - Sigmoid(U * h + b)) * Tanh(W * x) + 0.5 * h;
}
