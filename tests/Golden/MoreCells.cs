using RegularizerGen;
using static RegularizerGen.CellMath;

/// <summary>Every operator in an unusual place: an output that is no state, states of different size, the input without a matrix, constants, differences, a diagonal on the input.</summary>
[RecurrentCell]
public sealed partial class Odd
{
    private readonly Matrix A, B, C, D;
    private readonly Bias a, b;
    private readonly Diagonal p, q;

    [Step]
    private (Signal y, Signal s, Signal m) Step([Input(Bound = 1.5)] Signal x, [State] Signal s, [State] Signal m)
    {
        Signal gate = Sigmoid(p * x - A * m - 2 * a);
        Signal kept = gate * (0.5 - x) + x / 4;
        Signal mNext = Tanh(B * kept + C * s + b) * Relu(D * m - b);
        Signal sNext = -0.3 * s + q * kept - Tanh(s) * 0.25;
        return (mNext * (1 - mNext) + mNext, sNext, mNext);
    }
}

/// <summary>A rectifier network: its ranges are unbounded over time, its slopes are not.</summary>
[RecurrentCell]
public sealed partial class ReluElman
{
    private readonly Matrix W, U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Relu(W * x + U * h + b);
}

/// <summary>A linear system: every rule is attained.</summary>
[RecurrentCell]
public sealed partial class LinearSystem
{
    private readonly Matrix W, U;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => W * x + U * h;
}

/// <summary>A delay line: new states that are the input and another state themselves.</summary>
[RecurrentCell]
public sealed partial class DelayLine
{
    private readonly Diagonal p;

    [Step]
    private (Signal y, Signal u, Signal v) Step([Input(Bound = 1)] Signal x, [State] Signal u, [State] Signal v) => (p * v + 0.5 * x, x, u);
}
