namespace RegularizerGen.Generator.Tests;

/// <summary>The cells that are mutated; each has the locals x0, k, d, f and the helpers that mutations call.</summary>
internal static class MutatedCells
{
    public static string[] Sources { get; } =
    [
        Cell(
            "W, U",
            "Signal h",
            "[State] Signal h",
            "Signal s = W * x + U * h + b; Signal z = Sigmoid(0.5 * s + p * x0); Signal n = Tanh(s - alpha * h); "
                + "return z * h + (1 - z) * n;"
        ),
        Cell(
            "Wi, Wf, Wg, Ui, Uf",
            "(Signal h, Signal c)",
            "[State] Signal h, [State] Signal c",
            "Signal i = Sigmoid(Wi * x + Ui * h); Signal f0 = Sigmoid(Wf * x + Uf * h + p * c + 1); "
                + "Signal cNext = f0 * c + i * Tanh(Wg * x + b + alpha * x0); Signal hNext = i * Tanh(cNext) / 2; "
                + "return (hNext, cNext);"
        ),
        Cell(
            "G, W, V",
            "(Signal y, Signal h)",
            "[State(InitialMin = -1, InitialMax = 1)] Signal h",
            "Signal gate = Sigmoid(G * Concat(x, h)); (Signal u, Signal v) = Helper(W * x + b, h); "
                + "h = gate * u + (1 - gate) * v; return (Softsign(V * h) - 0.25, h + 0.5 * x0 + alpha * (p * h));",
            "private (Signal, Signal) Helper(Signal x0, Signal h) { int k = 2; double d = 0.3; float f = 0.5f; "
                + "Signal a = d * x0; return (Tanh(a + f * h), k * Elu(a, 0.5)); }"
        ),
        Cell(
            "V, W",
            "Signal h",
            "[State] Signal h",
            "Signal turned = (V - V.Transpose - 0.1 * Matrix.Identity) * h; double e = d / 3 + k * 0.5; "
                + "Signal s = e * turned + W * x - 2 * b; s += p * h; return Map(Act, s) - (0.5 + 0.25 * alpha) * x0;"
        ),
        Cell(
            "A, B",
            "(Signal h, Signal s)",
            "[State] Signal h, [State] Signal s",
            "Signal a = Silu(A * x + x0); Signal Inner(Signal v) { Signal w = v * 0.5 + b; return w * Sigmoid(v); } "
                + "return (Inner(a) + alpha * s, 0.9 * s + 0.1 * (B * h) + p * a * s);"
        ),
    ];

    private static string Cell(string matrices, string returns, string states, string body, string helpers = "") =>
        $$"""
            [RecurrentCell]
            public sealed partial class Cell
            {
                private readonly Matrix {{matrices}};
                private readonly Bias b;
                private readonly Scalar alpha;
                private readonly Diagonal p;
                private const double const1 = 0.75;
                private static readonly Cell Other = null!;

                [Step]
                private {{(returns.StartsWith('(') ? returns : "Signal")}} Step([Input(Bound = 1)] Signal x, {{states}})
                {
                    int k = 3; double d = 0.1; float f = 0.25f; Signal x0 = 0.5 * h; Signal c0 = d * (k * x0); x0 = c0 + f * h;
                    Signal Local(Signal v) { Signal w = v + x0; return w * d; }
                    Signal Capture(Signal v) => x0 + v;
                    Signal Change(Signal v) { x0 = 2 * v; return x0; }
                    {{body}}
                }

                {{helpers}}
                private Signal Twice(Signal v) => v + v;
                private static Signal Mix(Signal a, Signal c0, double c) => c * a + (1 - c) * c0;
                private static double Ratio(double a, double c) => a / c;
                private static double IntRatio(int a, int c) => a / c;
                private static double Mul(double a, double c) => a * c - 0.1 * 0.25 + 0.025;
                private static (Signal First, Signal Second) Pair(Signal a, Signal c) => (c, a);
                private static Signal Out(Signal a, out int n) { n = 1; return a; }
                private static Signal Ref(ref Signal a) { a = 2 * a; return a; }
                private static Signal In(in Signal a) => 0.5 * a;
                private static Signal Late(Signal a) { Signal c; { c = a; c *= 0.5; } return c; }
                private Signal Extra(Signal a) { a += b; a = Local(a) - a; return a; Signal Local(Signal v) { v = 2 * v; return v; } }
                private static T Gen<T>(T a) => a;
                private static Signal Halved(Signal a) { int two = 2; return a / two; }
                private static Signal Params(params Signal[] all) => all[0];
                [Activation(Lipschitz = 1, Min = -1, Max = 1, Monotone = true)]
                private static double Act(double u) => u / (1 + Math.Abs(u) + 1 / 2);
            }

            public static class Extensions { public static Signal Shrunk(this Signal v) => 0.75 * v; }
            public static class Static { public static Signal Of(Cell c, Signal v) => v; }
            public readonly record struct Gain(double Value)
            {
                public const float Two = 2.2f;
                public static readonly double Number = 3;
                public static Signal operator *(Gain g, Signal v) => g.Value * v;
                public static implicit operator Gain(Signal v) => new(v[0]);
                public static implicit operator Signal(Gain g) => new(g.Value);
            }
            """;
}
