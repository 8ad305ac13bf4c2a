namespace RegularizerGen.Generator.Tests;

/// <content>What is wrong within a step, or with an activation.</content>
internal static partial class DiagnosticCases
{
    private static TheoryData<string, string, string, string> OfSteps =>
        new()
        {
            { "RG0006", "if", "CELL STEP { if (x.Length > 1) { return x; } return Tanh(W * x + U * h + b); } }", "A condition" },
            { "RG0006", "for", "CELL STEP { for (int k = 0; k < 3; k++) { } return Tanh(W * x + U * h + b); } }", "A loop" },
            { "RG0006", "new", "CELL STEP => Tanh(W * x + U * h + b) * new Signal(1); }", "'new'" },
            { "RG0006", "h", "CELL STEP => Tanh(W * x + U * h + b) * h.Length; }", "Property 'Length'" },
            { "RG0006", "Tanh", "CELL STEP => Tanh(W * x + U * h + b) / 0; }", "division by zero" },
            { "RG0007", "System", "CELL STEP => Tanh(W * x + U * h + b) * System.Math.Sqrt(2); }", "'Sqrt' cannot be read: its source" },
            {
                "RG0008",
                "Twice",
                "CELL STEP => Twice(Tanh(W * x + U * h + b)); private Signal Twice(Signal v) => Twice(v); }",
                "'Twice' calls itself"
            },
            {
                "RG0009",
                "alpha",
                "CELL private readonly double alpha = 0.5; STEP => alpha * Tanh(W * x + U * h + b); }",
                "'alpha' is not a compile-time constant"
            },
            { "RG0010", "Q", "CELL private readonly Matrix Q; STEP => Tanh(W * x + U * h + b); }", "'Q' is not used" },
            { "RG0010", "Q", "CELL private static readonly Matrix Q; STEP => Tanh(W * x + U * h + Q * h + b); }", "'Q' is static" },
            {
                "RG0013",
                "n / (f + i)",
                "[RecurrentCell] public partial class MinLstm { "
                    + "private readonly Matrix Wf, Wi, Wn; STEP { Signal f = Sigmoid(Wf * x); Signal i = Sigmoid(Wi * x); "
                    + "Signal n = Wn * x; return n / (f + i); } }",
                "The division 'n / (f + i)'"
            },
            {
                "RG0013",
                "(h + 0.1 * (gate * a))",
                "[RecurrentCell] public partial class Ltc { FIELDS "
                    + "private readonly Bias a; STEP { Signal gate = Sigmoid(W * x + U * h + b); "
                    + "return (h + 0.1 * (gate * a)) / (1.5 - (1 + gate)); } }",
                "where the divisor comes near 0"
            },
            {
                "RG0013",
                "Exp(W * x",
                "[RecurrentCell] public partial class SLstm { FIELDS "
                    + "[Step] private (Signal h, Signal c, Signal n) Step([Input] Signal x, [State] Signal h, "
                    + "[State] Signal c, [State] Signal n) { Signal i = Exp(W * x + U * h + b); Signal next = c + i * Tanh(W * x); "
                    + "return (next * (n + i), next, n + i); } }",
                "The exponential 'Exp(W * x + U * h + b)'"
            },
            {
                "RG0010",
                "W * Concat",
                "CELL STEP => Tanh(U * h + W * x + W * Concat(x, h) + b); }",
                "'W' has X + H columns here and X elsewhere"
            },
            {
                "RG0012",
                "u > 0 ? 1.0",
                "CELL STEP => Map(Squash, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1)] private static double Squash(double u) => u > 0 ? 1.0 : 0.0; }",
                "the two sides of 'u > 0' must meet"
            },
            {
                "RG0012",
                "u < 0.3 ?",
                "CELL STEP => Map(Squash, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1)] private static double Squash(double u) => u < 0.3 ? 0.1 * u : 0.031; }",
                "have one value at 0.3, exactly"
            },
            {
                "RG0012",
                "u >= 0 ?",
                "CELL STEP => Map(Squash, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1)] private static double Squash(double u) => u >= 0 ? u : u * u / u; }",
                "the two sides of 'u >= 0' must meet"
            },
            {
                "RG0012",
                "u >= 0 ?",
                "CELL STEP => Map(Squash, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1)] private static double Squash(double u) "
                    + "=> u >= 0 ? u : 0 * System.Math.Log(u); }",
                "must meet"
            },
            {
                "RG0012",
                "2 * u > 1",
                "CELL STEP => Map(Squash, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1)] private static double Squash(double u) => 2 * u > 1 ? 2 * u : 1; }",
                "compare its argument with a constant"
            },
            {
                "RG0012",
                "u > double.Pos",
                "CELL STEP => Map(Squash, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1)] private static double Squash(double u) "
                    + "=> u > double.PositiveInfinity ? 1 : u; }",
                "compare its argument with a constant"
            },
            {
                "RG0012",
                "Squash",
                "CELL STEP => Map(Squash, W * x + U * h + b); private static double Squash(double u) => u; }",
                "mark it by [Activation"
            },
            {
                "RG0012",
                "Squash",
                "CELL STEP => Map(Squash, W * x + U * h + b); [Activation] private static double Squash(double u) => u; }",
                "a finite Lipschitz constant"
            },
            {
                "RG0012",
                "System.Math.Floor",
                "CELL STEP => Map(Squash, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1)] private static double Squash(double u) => System.Math.Floor(u); }",
                "write its body as one expression"
            },
            {
                "RG0012",
                "u == 0",
                "CELL STEP => Map(Squash, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1)] private static double Squash(double u) "
                    + "=> u == 0 ? 0 : System.Math.Max(u, 0); }",
                "or declare Slope and Curvature"
            },
            {
                "RG0012",
                "Squash",
                "CELL STEP => Map(Squash, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1, AtZero = 0, Slope = nameof(D))] private static double Squash(double u) "
                    + "=> u == 0 ? 0 : System.Math.Max(u, 0); private static double D(double u) => u > 0 ? 1 : 0; }",
                "declare Curvature = nameof(…)"
            },
            {
                "RG0012",
                "Squash",
                "CELL STEP => Map(Squash, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1, AtZero = 0, Slope = nameof(D), Curvature = nameof(D))] "
                    + "private static double Squash(double u) => u == 0 ? 0 : System.Math.Max(u, 0); "
                    + "private double D(double u) => u > 0 ? 1 : 0; }",
                "a static method double → double"
            },
            {
                "RG0012",
                "Squash",
                "CELL STEP => Map(Squash, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1, Min = 0, Slope = nameof(D), Curvature = nameof(D))] "
                    + "private static double Squash(double u) => u == 0 ? 0 : System.Math.Max(u, 0); "
                    + "private static double D(double u) => u > 0 ? 1 : 0; }",
                "declare Min and Max, or its value AtZero"
            },
            {
                "RG0012",
                "D",
                "CELL STEP => Map(Own.Squash, W * x + U * h + b); } public static class Own { "
                    + "[Activation(Lipschitz = 1, AtZero = 0, Slope = nameof(D), Curvature = nameof(D))] "
                    + "public static double Squash(double u) => u == 0 ? 0 : System.Math.Max(u, 0); "
                    + "private static double D(double u) => u > 0 ? 1 : 0; }",
                "make it internal"
            },
            { "RG0012", "u => u", "CELL STEP => Map(u => u, W * x + U * h + b); }", "the name of a static method" },
            {
                "RG0015",
                "Lipschitz",
                "CELL STEP => Map(Act, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 0.1, Min = 0, Max = 0.5)] private static double Act(double u) => 3 * u; }",
                "Activation 'Act' is not what it declares: it is declared Lipschitz = 0.1, but its slope at 0 is 3"
            },
            {
                "RG0012",
                "Act",
                "CELL STEP => Map(Act, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1, Min = 1, Max = 0)] private static double Act(double u) => u; }",
                "declare Min ≤ Max"
            },
            { "RG0006", "-1", "CELL STEP => Elu(W * x + U * h + b, -1); }", "A negative constant of Elu" },
        };
}
