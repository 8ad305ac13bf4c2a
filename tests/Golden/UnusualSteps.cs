using System;
using RegularizerGen;
using static RegularizerGen.CellMath;

/// <summary>A trainable scalar as the gate of a blend.</summary>
[RecurrentCell]
public sealed partial class ScalarBlend
{
    private readonly Matrix W,
        U;
    private readonly Scalar alpha,
        beta;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) =>
        alpha * Tanh(W * x + U * h) + (1 - alpha) * h + (2 * beta - 0.5) * (x * h) + -beta * x;
}

/// <summary>A leaky unit whose gate carries a trainable factor (a blend only while that is small enough), and an output that is returned
/// last.</summary>
[RecurrentCell]
public sealed partial class ScalarGated
{
    private readonly Matrix W,
        U,
        V,
        R;
    private readonly Bias b;
    private readonly Scalar alpha,
        beta;

    [Step]
    private (Signal m, Signal h) Step([Input(Bound = 1)] Signal x, [State] Signal m, [State, Output] Signal h)
    {
        Signal s = Sigmoid(W * x + U * h + b);
        Signal n = Tanh(V * x + R * m);
        return (beta * (s * m + (1 - s) * n), h + alpha * s * (n - h));
    }
}

/// <summary>The output is the input, and a state is the input of the step before.</summary>
[RecurrentCell]
public sealed partial class InputAsOutput
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private (Signal y, Signal h, Signal old) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal old) =>
        (x, Tanh(W * (x - old) + U * h + b) * (U * h), x);
}

/// <summary>The output is a bias; a state is a constant after the first step.</summary>
[RecurrentCell]
public sealed partial class BiasAsOutput
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private (Signal y, Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c) =>
        (b, Tanh(W * x + U * h + b) * c, 0 * c + 0.5);
}

/// <summary>Trainable scalars that are added to every unit: beside weights, alone, shifted, in a gate and in a product.</summary>
[RecurrentCell]
public sealed partial class ScalarShifts
{
    private readonly Matrix W,
        U;
    private readonly Bias b;
    private readonly Scalar alpha,
        beta;

    [Step]
    private (Signal y, Signal h) Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(W * x + alpha);
        Signal n = Tanh(0.5 * h - (1 - beta) + U * h);
        return (Tanh(x - beta) * (x + 0.5), z * (n + beta) + (1 - z) * (alpha - h) + b);
    }
}

/// <summary>Derived weights with trainable factors and diagonals, nested.</summary>
[RecurrentCell]
public sealed partial class ScaledMatrices
{
    private readonly Matrix W,
        U,
        V;
    private readonly Diagonal p,
        q;
    private readonly Scalar alpha,
        beta;

    [Step]
    private (Signal h, Signal s) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal s)
    {
        Matrix rotated = alpha * (V - V.Transpose) - q * p;
        Matrix into = (1 - beta) * W;
        Signal n = Tanh(rotated * h + into * x);
        return (n + (p * U * q) * h, Tanh((beta * (alpha * U)).Transpose * s + s * (q * p) + (0.5 * p) * h + into * x));
    }
}

/// <summary>minLSTM: Feng et al., 2410.01201, with its normalised gates f/(f + i) and i/(f + i).</summary>
[RecurrentCell]
public sealed partial class MinLstm
{
    private readonly Matrix Wf,
        Wi,
        Wn;
    private readonly Bias bf,
        bi,
        bn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal f = Sigmoid(Wf * x + bf);
        Signal i = Sigmoid(Wi * x + bi);
        return f / (f + i) * h + i / (f + i) * (Wn * x + bn);
    }
}

/// <summary>A liquid time constant cell by its fused step: Hasani et al., 2006.04439. The divisor is at least 1.</summary>
[RecurrentCell]
public sealed partial class FusedLtc
{
    private readonly Matrix W,
        U;
    private readonly Bias b,
        a;

    [Step]
    private (Signal y, Signal h) Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal gate = Sigmoid(W * x + U * h + b);
        return (x / (Tanh(x) * Tanh(x) - 1.5), (h + 0.25 * (gate * a)) / (1 + 0.25 * (1 + gate)));
    }
}

/// <summary>One matrix on several signals, with different factors, in and outside of a derived matrix.</summary>
[RecurrentCell]
public sealed partial class SharedMatrix
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private (Signal h, Signal s) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal s) =>
        (
            Tanh(U * h - 2 * (U * s) + U.Transpose * (h * s) + W * x),
            0.5 * s + U * Tanh(U * s + W * Tanh(x) + b) + (U - W * W.Transpose) * h
        );
}

/// <summary>Activations with conditions, of which one side has no value where the other one holds, and an arc tangent.</summary>
[RecurrentCell]
public sealed partial class BentActivations
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal n = Map(Arc, W * x + U * h + b);
        return Map(Logarithmic, 3 * (n - b)) * n + 0.25 * h;
    }

    [Activation(Lipschitz = 1, Min = -0.5)]
    private static double Logarithmic(double u) =>
        1 < u ? 0.5 * Math.Log(u) + 0.5
        : u <= -1 ? -0.5
        : 0.5 * u;

    [Activation(Lipschitz = 1.5, Min = -1.571, Monotone = true)]
    private static double Arc(double u) => u >= 0.5 ? Math.Atan(u) + 0.5 * (u - 0.5) : Math.Atan(u);
}

/// <summary>A nonlinear autoregressive cell with exogenous inputs (NARX; Lin, Horne, Tino, Giles, "Learning long-term dependencies in NARX
/// recurrent neural networks", 1996): a known command u and a measured output v, which is noisier.</summary>
[RecurrentCell]
public sealed partial class Narx
{
    private readonly Matrix Wu,
        Wv,
        U,
        D,
        C;
    private readonly Bias b;

    [Step]
    private (Signal y, Signal h) Step(
        [Input(Bound = 1, PerturbationScale = 0.25)] Signal u,
        [Input(Bound = 2)] Signal v,
        [State] Signal y,
        [State] Signal h
    )
    {
        Signal next = Tanh(Wu * u + Wv * v + U * h + D * y + b);
        return (C * next, next);
    }
}

/// <summary>Three inputs between states: one through matrices and itself, one by a diagonal, one that is known exactly and only gates; a
/// state that misses two of them, and one that is an input.</summary>
[RecurrentCell]
public sealed partial class ThreeInputs
{
    private readonly Matrix W,
        V,
        U;
    private readonly Diagonal p;
    private readonly Bias b;

    [Step]
    private (Signal h, Signal s, Signal last) Step(
        [State] Signal h,
        [Input(Bound = 1, PerturbationScale = 0.5)] Signal x,
        [State] Signal s,
        [Input(PerturbationScale = 0)] Signal mask,
        [Input] Signal d,
        [State] Signal last
    )
    {
        Signal z = Sigmoid(V * mask + U * h + p * d + b);
        Signal n = Tanh(W * x + 0.5 * d + U * s);
        return (z * h + (1 - z) * n, 0.5 * s + W * (0.5 * x - last), x);
    }
}

/// <summary>One matrix on two inputs and on a concatenation with a third of another size; the output is an input.</summary>
[RecurrentCell]
public sealed partial class SharedInputs
{
    private readonly Matrix W,
        G,
        U;

    [Step]
    private (Signal output, Signal h) Step(
        [Input(Bound = 1)] Signal u,
        [Input(Bound = 1, PerturbationScale = 3)] Signal v,
        [Input(Bound = 1, PerturbationScale = 0.1)] Signal e,
        [State] Signal h
    ) => (v, Tanh(W * u - W * v + U * h) * Sigmoid(G * Concat(u, e, h)));
}

/// <summary>A state whose function is flat in [-1, 1] and steep beyond: ranges that are watched without a margin say nothing of
/// others.</summary>
[RecurrentCell]
public sealed partial class SteepBeyond
{
    private readonly Diagonal p;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Map(Knee, h) + p * x;

    [Activation(Lipschitz = 3, Monotone = true)]
    private static double Knee(double u) =>
        u > 1 ? 3 * u - 2.5
        : u < -1 ? 3 * u + 2.5
        : 0.5 * u;
}
