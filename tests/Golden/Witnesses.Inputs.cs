using RegularizerGen;
using static RegularizerGen.CellMath;

[RecurrentCell]
public sealed partial class InputReturned
{
    [Step]
    private (Signal y, Signal h) Step([Input(Bound = 1)] Signal x, [State] Signal h) => (x, 0.5 * h + x);
}

[RecurrentCell]
public sealed partial class ScalarShift
{
    private readonly Matrix W;
    private readonly Scalar alpha;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => Sigmoid(W * x - (0.5 - alpha));
}

[RecurrentCell]
public sealed partial class ScalarShiftAlone
{
    private readonly Scalar alpha;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => (x + alpha) * x;
}

[RecurrentCell]
public sealed partial class ScaledMatrix
{
    private readonly Matrix W,
        U;
    private readonly Diagonal p;
    private readonly Scalar alpha;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => ((0.5 - alpha) * W) * x + ((alpha * p) * U) * h;
}

[RecurrentCell]
public sealed partial class Quotient
{
    private readonly Matrix W,
        V;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => (V * x) / (HardTanh(W * x + b) + 1.5);
}

[RecurrentCell]
public sealed partial class Shares
{
    private readonly Matrix W;
    private readonly Bias b,
        c;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Sigmoid(W * x + b) / (Sigmoid(W * x + b) + Sigmoid(c));
}

/// <summary>Two inputs with scales of their own, through matrices.</summary>
[RecurrentCell]
public sealed partial class TwoInputs
{
    private readonly Matrix Wu,
        Wv,
        U;

    [Step]
    private Signal Step(
        [Input(Bound = 1, PerturbationScale = 0.5)] Signal u,
        [Input(Bound = 1, PerturbationScale = 3)] Signal v,
        [State] Signal h
    ) => Wu * u + Wv * v + U * h;
}

/// <summary>Two inputs that no matrix has met, and one that a diagonal has.</summary>
[RecurrentCell]
public sealed partial class ThreeInputsThemselves
{
    private readonly Diagonal p;

    [Step]
    private Signal Step(
        [Input(Bound = 1, PerturbationScale = 0.5)] Signal u,
        [Input(Bound = 1, PerturbationScale = 3)] Signal v,
        [Input(Bound = 1, PerturbationScale = 0.25)] Signal w,
        [State] Signal h
    ) => u - 2 * v + p * w;
}

/// <summary>One input with a scale.</summary>
[RecurrentCell]
public sealed partial class OneScaledInput
{
    private readonly Matrix W;

    [Step]
    private Signal Step([Input(Bound = 1, PerturbationScale = 0.1)] Signal x, [State] Signal h) => W * x + 0.5 * h;
}

/// <summary>The slope at the range that follows from the bounds of both inputs.</summary>
[RecurrentCell]
public sealed partial class TwoBounds
{
    private readonly Matrix Wu,
        Wv;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 0.5)] Signal u, [Input(Bound = 2, PerturbationScale = 0.1)] Signal v, [State] Signal h) =>
        Sigmoid(Wu * u + Wv * v + b);
}

/// <summary>Two inputs in a cell, and one that is both of them side by side.</summary>
[RecurrentCell]
public sealed partial class InputsApart
{
    private readonly Matrix Wu,
        Wv,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal u, [Input(Bound = 1)] Signal v, [State] Signal h) => Tanh(Wu * u + Wv * v + U * h + b);
}

/// <inheritdoc cref="InputsApart"/>
[RecurrentCell]
public sealed partial class InputsTogether
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b);
}
