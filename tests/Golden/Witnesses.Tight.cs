using RegularizerGen;
using static RegularizerGen.CellMath;

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
