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
