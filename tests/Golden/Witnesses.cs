using RegularizerGen;
using static RegularizerGen.CellMath;

// Tiny cells whose bound is attained: a rule, constant or range that is slightly too small must fall below the true sensitivity here.

[RecurrentCell]
public sealed partial class SigmoidOnly
{
    private readonly Matrix W;
    private readonly Bias b;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => Sigmoid(W * x + b);
}

[RecurrentCell]
public sealed partial class TanhOnly
{
    private readonly Matrix W;
    private readonly Bias b;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => Tanh(W * x + b);
}

[RecurrentCell]
public sealed partial class ReluOnly
{
    private readonly Matrix W;
    private readonly Bias b;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => Relu(W * x + b);
}

[RecurrentCell]
public sealed partial class Affine
{
    private readonly Matrix W,
        U;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => W * x + U * h;
}

[RecurrentCell]
public sealed partial class Diagonals
{
    private readonly Diagonal p,
        q;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => p * x + q * h;
}

[RecurrentCell]
public sealed partial class Difference
{
    private readonly Matrix W,
        V;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => W * x - V * Relu(V * x) + 0.5 * Tanh(W * x) - h / 3;
}

[RecurrentCell]
public sealed partial class InputItself
{
    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => 0.75 * x - 0.25 * h;
}

/// <summary>The derivative of the product is its range: y = s ∘ (V x) needs the range of s = W x + U s + b.</summary>
[RecurrentCell]
public sealed partial class Product
{
    private readonly Matrix W,
        U,
        V;
    private readonly Bias b;

    [Step]
    private (Signal y, Signal s) Step([Input] Signal x, [State] Signal s)
    {
        Signal next = W * x + U * s + b;
        return (next * (V * x), next);
    }
}

/// <summary>The range of an activation, seen through the product with the input.</summary>
[RecurrentCell]
public sealed partial class ActivationRanges
{
    private readonly Matrix W;
    private readonly Bias b;

    [Step]
    private (Signal y, Signal s, Signal t, Signal r) Step([Input] Signal x, [State] Signal s, [State] Signal t, [State] Signal r) =>
        (s * t * r * x, Sigmoid(W * x + b), Tanh(W * x + b), Relu(W * x + b));
}

/// <summary>A blend whose arguments are the two halves of the input: Peak is attained with one gate for all, the Euclidean rules with a
/// gate per unit.</summary>
[RecurrentCell]
public sealed partial class BlendOnly
{
    private readonly Matrix Z,
        A,
        B;
    private readonly Bias z;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h)
    {
        Signal gate = Sigmoid(Z * h + z);
        return gate * (A * x) + (1 - gate) * (B * x);
    }
}

/// <summary>The gate's own slope, at the largest gap of its arguments.</summary>
[RecurrentCell]
public sealed partial class BlendGate
{
    private readonly Matrix Z,
        S,
        T;

    [Step]
    private (Signal y, Signal s, Signal t) Step([Input] Signal x, [State] Signal s, [State] Signal t)
    {
        Signal gate = Sigmoid(Z * x);
        return (t + gate * (s - t), S * x, T * x);
    }
}

/// <summary>A leaky integrator with a trainable leak: attained, since it is linear.</summary>
[RecurrentCell]
public sealed partial class ScalarGate
{
    private readonly Matrix W;
    private readonly Scalar alpha;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => alpha * (W * x) + (1 - alpha) * h;
}

/// <summary>A gate that a state moves from one end of its range to the other.</summary>
[RecurrentCell]
public sealed partial class BlendMoved
{
    private readonly Matrix Z,
        S,
        A,
        B;

    [Step]
    private (Signal y, Signal s) Step([Input] Signal x, [State] Signal s)
    {
        Signal gate = Sigmoid(Z * s);
        return (gate * (A * x) + (1 - gate) * (B * x), S * x);
    }
}

/// <summary>The range of a blend, seen through the product with the input.</summary>
[RecurrentCell]
public sealed partial class BlendRange
{
    private readonly Matrix G,
        A,
        B;
    private readonly Bias z;

    [Step]
    private (Signal y, Signal m) Step([Input] Signal x, [State] Signal m)
    {
        Signal gate = Sigmoid(G * x + z);
        return (m * x, gate * (A * x) + (1 - gate) * (B * x));
    }
}

/// <summary>A gate with a trainable factor.</summary>
[RecurrentCell]
public sealed partial class FactorBlend
{
    private readonly Matrix Z,
        A,
        B;
    private readonly Bias z;
    private readonly Scalar alpha;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h)
    {
        Signal gate = Sigmoid(Z * h + z);
        Signal b = Identity(B * x);
        return b + alpha * gate * (A * x - b);
    }
}

/// <summary>A gate times a signal of the same input: tied to its own slope.</summary>
[RecurrentCell]
public sealed partial class TiedProduct
{
    private readonly Matrix W,
        V;
    private readonly Bias b;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => Sigmoid(W * x + b) * (V * x);
}

/// <summary>The same with the other function whose slope its value tells.</summary>
[RecurrentCell]
public sealed partial class TiedTanhProduct
{
    private readonly Matrix W,
        V;
    private readonly Bias b;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => (V * x) * Tanh(W * x + b);
}

/// <summary>A blend whose gate moves with its arguments.</summary>
[RecurrentCell]
public sealed partial class TiedBlend
{
    private readonly Matrix W,
        A,
        B;
    private readonly Bias w,
        a,
        b;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(W * x + w);
        return z * (A * x + a) + (1 - z) * (B * x + b);
    }
}

/// <summary>A blend of two images of a state, with a gate of its own for each unit.</summary>
[RecurrentCell]
public sealed partial class BlendOfState
{
    private readonly Matrix A,
        B,
        S;
    private readonly Bias z;

    [Step]
    private (Signal y, Signal s) Step([Input] Signal x, [State] Signal s)
    {
        Signal a = A * s;
        Signal gate = Sigmoid(0 * a + z);
        return (gate * a + (1 - gate) * (B * s), S * x);
    }
}

/// <summary>A gated signal inside tanh: the gate's own slope cannot do its worst where tanh is steep.</summary>
[RecurrentCell]
public sealed partial class GatedArgument
{
    private readonly Matrix W;
    private readonly Bias b,
        v;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => Tanh(Sigmoid(W * x + b) * v);
}

/// <summary>A gate times a signal that one unit takes from the input and the other from a state.</summary>
[RecurrentCell]
public sealed partial class TiedState
{
    private readonly Matrix W,
        V,
        S;
    private readonly Bias b;

    [Step]
    private (Signal y, Signal s) Step([Input] Signal x, [State] Signal s) => (Sigmoid(W * x + b) * (V * x + s), S * x);
}

/// <summary>The same with a second term in the sum.</summary>
[RecurrentCell]
public sealed partial class GatedSum
{
    private readonly Matrix W;
    private readonly Bias b,
        v,
        r;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => Tanh(Sigmoid(W * x + b) * v + Identity(1 * r));
}

/// <summary>One gate for all channels: where it is worst for one it is not for the other, so the sum of the channels' largest columns lies
/// above the largest sum.</summary>
[RecurrentCell]
public sealed partial class SharedGate
{
    private readonly Matrix K,
        A,
        B,
        S,
        O;
    private readonly Bias b;

    [Step]
    private (Signal y, Signal s, Signal t) Step([Input] Signal x, [State] Signal s, [State] Signal t)
    {
        Signal z = Sigmoid(K * s + b);
        return (z * (A * x) + (1 - z) * (B * x), s + S * x, 0.5 * t + O * x);
    }
}

/// <summary>The same with a state that forgets, so that there is a limit; and with three gates, of which a channel each wants its
/// own.</summary>
[RecurrentCell]
public sealed partial class SharedGates
{
    private readonly Matrix K,
        L,
        M,
        A,
        B,
        C,
        D,
        S;

    [Step]
    private (Signal y, Signal s) Step([Input] Signal x, [State] Signal s)
    {
        Signal k = Sigmoid(K * s);
        Signal l = Sigmoid(L * s);
        Signal m = Sigmoid(M * s);
        Signal left = l * (A * x) + (1 - l) * (B * x);
        Signal right = m * (C * x) + (1 - m) * (D * x);
        return (k * left + (1 - k) * right, 0.9 * s + S * x);
    }
}

/// <summary>Keeps its state or takes the input, as the other channel says: any step's input can be what counts, but only one at a
/// time.</summary>
[RecurrentCell]
public sealed partial class KeepOrTake
{
    private readonly Matrix K,
        A;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(K * x);
        return z * h + (1 - z) * (A * x);
    }
}

/// <summary>A state that is huge after the first step only, and a chain of matrices whose product alone is too small for a
/// double.</summary>
[RecurrentCell]
public sealed partial class HugeOnce
{
    private readonly Matrix C,
        D,
        V,
        Z;
    private readonly Bias c;
    private readonly Diagonal p;

    [Step]
    private (Signal y, Signal s, Signal a) Step([Input] Signal x, [State] Signal s, [State] Signal a)
    {
        Signal one = HardSigmoid(Z * x + c);
        return (a * a * a * (D * (C * one)) * (V * x) + V * x, one, p * (1 - s));
    }
}

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
