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
