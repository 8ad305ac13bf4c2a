using System;
using RegularizerGen;
using static RegularizerGen.CellMath;

/// <summary>Every operator in an unusual place: an output that is no state, states of different size, the input without a matrix,
/// constants, differences, a diagonal on the input.</summary>
[RecurrentCell]
public sealed partial class Odd
{
    private readonly Matrix A,
        B,
        C,
        D;
    private readonly Bias a,
        b;
    private readonly Diagonal p,
        q;

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
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Relu(W * x + U * h + b);
}

/// <summary>A linear system: every rule is attained.</summary>
[RecurrentCell]
public sealed partial class LinearSystem
{
    private readonly Matrix W,
        U;

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

/// <summary>All activations that have formulas instead of kernels, and a user's own.</summary>
[RecurrentCell]
public sealed partial class ManyActivations
{
    private readonly Matrix A,
        B,
        C,
        D;
    private readonly Bias a;

    [Step]
    private (Signal h, Signal s) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal s)
    {
        Signal u = A * x + B * h + a;
        Signal v = C * x + D * s;
        Signal sum = Softsign(u) + LeakyRelu(v, 0.2) - Elu(u, 0.5) + Softplus(v) + HardSigmoid(u) + HardTanh(v) + Selu(u);
        Signal wild = Sin(u) * Cos(v) + Silu(u) + Gelu(v) - GeluTanh(u) + Mish(v) + HardSwish(u) * 0.1 + QuickGelu(v) + Identity(u);
        return (0.1 * sum + Map(Twist, wild), Map(Gate, u) * h + (1 - Map(Gate, u)) * s);
    }

    [Activation(Lipschitz = 1, Min = -1, Max = 1, Monotone = true)]
    private static double Twist(double u) => u / (1 + Math.Abs(u));

    [Activation(Lipschitz = 0.25, Min = 0, Max = 1)]
    private static double Gate(double u) => 1 / (1 + Math.Exp(-u));
}

/// <summary>A user's own activations whose bodies are no formulas: their derivatives are declared. Softsign, and a smooth step that is
/// constant outside of [0, 1].</summary>
[RecurrentCell]
public sealed partial class DeclaredActivation
{
    private readonly Matrix A,
        B,
        C;
    private readonly Bias a;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Map(SmoothStep, C * h + 0.5);
        return Map(Twist, A * x + B * h + a) * z + (1 - z) * h;
    }

    [Activation(Lipschitz = 1, AtZero = 0, Monotone = true, Slope = nameof(TwistSlope), Curvature = nameof(TwistCurvature))]
    internal static double Twist(double u)
    {
        double size = u < 0 ? -u : u;
        return u / (1 + size);
    }

    internal static double TwistSlope(double u) => Math.Pow(1 + Math.Abs(u), -2);

    internal static double TwistCurvature(double u) => -2 * Math.Sign(u) * Math.Pow(1 + Math.Abs(u), -3);

    [Activation(Lipschitz = 1.5, Min = 0, Max = 1, Slope = nameof(StepSlope), Curvature = nameof(StepCurvature))]
    internal static double SmoothStep(double u)
    {
        double inside = Math.Max(0, Math.Min(1, u));
        return inside * inside * (3 - (2 * inside));
    }

    internal static double StepSlope(double u) => u <= 0 || u >= 1 ? 0 : 6 * u * (1 - u);

    internal static double StepCurvature(double u) => u <= 0 || u >= 1 ? 0 : 6 - (12 * u);
}

/// <summary>GRU as PyTorch, cuDNN and Keras 3 have it: the reset gate acts after the matrix product. Cho et al. 2014, v1.</summary>
[RecurrentCell]
public sealed partial class GruResetAfter
{
    private readonly Matrix Wz,
        Wr,
        Wn,
        Uz,
        Ur,
        Un;
    private readonly Bias bz,
        br,
        bin,
        bhn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        Signal n = Tanh(Wn * x + bin + r * (Un * h + bhn));
        return n + z * (h - n);
    }
}

/// <summary>States that start in a range, and one that is declared never to leave one.</summary>
[RecurrentCell]
public sealed partial class DeclaredRanges
{
    private readonly Matrix W,
        U,
        V;

    [Step]
    private (Signal h, Signal s) Step(
        [Input(Bound = 1)] Signal x,
        [State(Min = -1, Max = 1)] Signal h,
        [State(InitialMin = -0.5, InitialMax = 2)] Signal s
    ) => (Tanh(W * x + U * (h * s)), 0.5 * s + V * (h * h));
}

/// <summary>FastRNN-like steps with trainable scalars: Kusupati et al., 1901.02358.</summary>
[RecurrentCell]
public sealed partial class ScaledSteps
{
    private readonly Matrix W,
        U;
    private readonly Bias b;
    private readonly Scalar alpha,
        beta,
        gamma;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) =>
        alpha * Tanh(W * x + U * h + b) + beta * h - 2 * (gamma * (W * x));
}

/// <summary>Scalars on the input itself.</summary>
[RecurrentCell]
public sealed partial class ScaledInput
{
    private readonly Scalar alpha,
        beta;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => alpha * x + 0.5 * (beta * h) + x * h;
}

/// <summary>Derived weights of every kind, nested and used twice.</summary>
[RecurrentCell]
public sealed partial class DerivedWeightsOfAllKinds
{
    private readonly Matrix V,
        W1,
        W2,
        U;
    private readonly Diagonal p;
    private readonly Bias b;

    [Step]
    private (Signal h, Signal s) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal s)
    {
        Matrix skew = V - V.Transpose - 0.3 * Matrix.Identity;
        Matrix low = W2 * W1;
        Signal n = Tanh(skew * h + low * x + b);
        return (h + 0.1 * n, Tanh((U + p) * s + (2 * low - U * low) * x) + -low.Transpose.Transpose * x + skew * h);
    }
}

/// <summary>An LSTM whose gates each have one matrix on [x; h], as TensorFlow's basic cell has.</summary>
[RecurrentCell]
public sealed partial class ConcatenatedLstm
{
    private readonly Matrix Wi,
        Wf,
        Wg,
        Wo;
    private readonly Bias bi,
        bf,
        bg,
        bo;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal cNext = Sigmoid(Wf * Concat(x, h) + bf) * c + Sigmoid(Wi * Concat(x, h) + bi) * Tanh(Wg * Concat(x, h) + bg);
        return (Sigmoid(Wo * Concat(x, h) + bo) * Tanh(cNext), cNext);
    }
}

/// <summary>One matrix on concatenations in either order and on a whole state, alone and in a derived matrix: the size of the state is
/// that of the concatenation.</summary>
[RecurrentCell]
public sealed partial class SharedConcatenation
{
    private readonly Matrix W,
        V;
    private readonly Bias b,
        c;

    [Step]
    private (Signal h, Signal y) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal y)
    {
        Signal z = Sigmoid(W * Concat(h, x) - b);
        Signal n = Tanh(W * Concat(x, h) + (W - 0.5 * V.Transpose) * y + b);
        return (z * h + (1 - z) * n, 0.5 * y + 0.5 * Softsign(V * h + c));
    }
}

/// <summary>An input as wide as both states together beside one of its own width, and a derived matrix on the states'
/// concatenation.</summary>
[RecurrentCell]
public sealed partial class JointInput
{
    private readonly Matrix W,
        M,
        U,
        V;
    private readonly Scalar alpha;

    [Step]
    private (Signal h, Signal c) Step(
        [Input(Bound = 1)] Signal x,
        [Input(Bound = 2, PerturbationScale = 0.5)] Signal u,
        [State] Signal h,
        [State] Signal c
    )
    {
        Signal cNext = 0.9 * c + 0.1 * Tanh(U * Concat(h, c) + U * x + V * u);
        return (Tanh((W - alpha * M) * Concat(h, cNext) + W * x), cNext);
    }
}
