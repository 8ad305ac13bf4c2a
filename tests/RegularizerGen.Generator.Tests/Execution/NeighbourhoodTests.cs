using System.Linq;

namespace RegularizerGen.Generator.Tests;

/// <summary>Cells of unusual form: each is refused with a diagnostic, or compiled to what it executes.</summary>
public sealed class NeighbourhoodTests
{
    private const string Plain =
        "{ private readonly Matrix W, U; private readonly Bias b; "
        + "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b); ";
    private const string Members =
        "private readonly Matrix W, U, V; private readonly Bias b; private readonly Scalar alpha; private readonly Diagonal p; ";

    /// <summary>The source, and the diagnostic where it is refused.</summary>
    public static TheoryData<string, string> Types =>
        new()
        {
            { $"[RecurrentCell] public partial record Cell {Plain} }}", "RG0002" },
            { $"[RecurrentCell] public partial class Cell(double k) {Plain} public double K => k; }}", "RG0002" },
            { $"[RecurrentCell] public partial class Cell {Plain} public required int Size {{ get; init; }} }}", "RG0002" },
            {
                "[RecurrentCell] public partial class Cell { private readonly Matrix W, U; "
                    + "[Step] private Signal Step<T>([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h); }",
                "RG0005"
            },
            {
                "[RecurrentCell] public partial class Cell { "
                    + "[Step] private static Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => 0.5 * h + x; }",
                ""
            },
            {
                "[RecurrentCell] public partial class Cell { private readonly Matrix W, U; "
                    + "[Step] private ref readonly Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => ref Kept; "
                    + "private static Signal Kept; }",
                "RG0005"
            },
            {
                "public class Base { protected readonly Matrix W; } [RecurrentCell] public partial class Cell : Base { "
                    + "private readonly Matrix U; [Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) "
                    + "=> Tanh(W * x + U * h); }",
                "RG0006"
            },
            {
                "public class Base { protected virtual Signal F(Signal v) => 2 * v; } "
                    + "[RecurrentCell] public partial class Cell : Base { private readonly Matrix U, W; "
                    + "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) "
                    + "=> Tanh(base.F(W * x) + U * h); protected override Signal F(Signal v) => v; }",
                ""
            },
            {
                "public class Base { protected virtual Signal F(Signal v) => 2 * v; } "
                    + "[RecurrentCell] public sealed partial class Cell : Base { private readonly Matrix U, W; "
                    + "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(F(W * x) + U * h); "
                    + "protected override Signal F(Signal v) => v; }",
                "RG0006"
            },
            { $"[RecurrentCell] public partial class Cell {Plain} private static Signal Tanh(Signal v) => 0.5 * CellMath.Tanh(v); }}", "" },
            {
                $"[RecurrentCell] public partial class Cell {{ {Members} "
                    + "[Step] private (Signal y, Signal h) Step([Input(Bound = 1)] Signal x, [State] Signal h) "
                    + $"=> (V * x, Tanh(W * x + U * h + b + p * h + alpha * h)); }}",
                ""
            },
            {
                $"[RecurrentCell] public partial class Cell {{ {Members} "
                    + "[Step] private (Signal y, Signal h, Signal g) Step([Input(Bound = 1)] Signal x, "
                    + $"[State] Signal h, [State] Signal g) => (x, b, Tanh(V * x + W * x + U * h + p * g + alpha * h)); }}",
                ""
            },
            {
                $"[RecurrentCell] public partial class Cell {{ {Members} "
                    + "[Step] private (Signal y, Signal h, Signal g) Step([Input(Bound = 1)] Signal x, "
                    + $"[State] Signal h, [State, Output] Signal g) => (Tanh(V * x + W * x + U * h + p * h + alpha * h + b), h, x); }}",
                ""
            },
            {
                "[RecurrentCell] public partial class Cell { "
                    + "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => x; }",
                ""
            },
            {
                "[RecurrentCell] public partial class Cell { private readonly Bias b; "
                    + "[Step] private (Signal y, Signal h) Step([Input(Bound = 1)] Signal x, [State] Signal h) "
                    + "=> (h * 0 + 1 - 0.5, x + b); }",
                ""
            },
            {
                $"[RecurrentCell] public partial class Cell {{ {Members} "
                    + "[Step] private Signal Step([State] Signal h, [Input(Bound = 1)] Signal x) "
                    + $"=> Tanh(W * x + U * h + b + p * h + alpha * h) + V * x; }}",
                ""
            },
        };

    /// <summary>Expressions beside S, in which all weights but G occur.</summary>
    public static TheoryData<string, string> Expressions =>
        new()
        {
            { "G * Concat(x) + G * x", "" },
            { "G * Concat(x, h) + G.Transpose * h", "RG0010" },
            { "G * h + G.Transpose * Concat(h, h)", "RG0010" },
            { "(G + G) * Concat(x, h)", "" },
            { "p * Concat(x) + (G * V) * Concat(x) + V * x", "" },
            { "G * Concat(x, h) + (2 * G) * h", "RG0010" },
            { "(alpha * G) * h + ((2 - alpha) * (G + p)).Transpose * h + (alpha * p) * h", "" },
            { "(p * G) * h + (G * p - p) * h + h * (p * (0.5 * p)) + (p * V) * x", "" },
            {
                "Scaled(alpha, G) * h + D(p) * h; private static Matrix Scaled(Scalar s, Matrix m) => s * m; "
                    + "private static Diagonal D(Diagonal d) => d * d",
                ""
            },
            {
                "S(G * h) / (S(G * h) + S(V * x)) * h + S(V * x) / (S(V * x) + S(G * h)) * (V * x); "
                    + "private static Signal S(Signal v) => Sigmoid(v)",
                ""
            },
            { "2 * S(G * h) / (0.5 * S(G * h) + 0.5 * S(h)); private static Signal S(Signal v) => Sigmoid(v)", "" },
            { "(G * h) / (1 + 0.1 * (1 + Sigmoid(V * x))) - (V * x) / (Tanh(h) - 1.25)", "" },
            { "1 / (Sigmoid(h) + 0.1) * (G * h) + 2 / (Tanh(G * h) * Tanh(h) - 1.5)", "" },
            { "b / (Cos(G * h) + 3) + h / (Sigmoid(h) + Sigmoid(b) + 0.5)", "" },
            { "h / (1 + Relu(G * h))", "RG0013" },
            { "G * h / (Sigmoid(h) + 1e-60)", "RG0013" },
            { "G * h / (Sigmoid(h) + Sigmoid(x + V * x))", "RG0013" },
            { "1 / (Tanh(G * h) + 1)", "RG0013" },
            { "G * Concat(x, x, h) + G * Concat(h, x, x)", "" },
            { "G * Concat(x, h) - G * Concat(h, x) + G * (D * x); private readonly Matrix D", "" },
            { "(2 * G) * Concat(x, h) + (G - D.Transpose) * Concat(h, x) + 0.5 * (G * (D * h)); private readonly Matrix D", "" },
            { "d * Concat(x, h) + G * Concat(x, h, h) + G * (d * Concat(h, x, h)); private readonly Diagonal d", "RG0010 RG0010" },
            { "d * Concat(x, h) + D * Concat(h, x) + G * h; private readonly Diagonal d; private readonly Matrix D", "" },
            { "G * Concat(x, h, D * x) + G * Concat(D * x, h, E * h) + G * Concat(h, E * x); private readonly Matrix D, E", "RG0010" },
            { "G * Concat(x, h, D * x) + G * Concat(D * x, h, D * h); private readonly Matrix D", "" },
            { "G * Concat(D * x, E * x) + G * Concat(F * x, D * x, D * x); private readonly Matrix D, E, F", "" },
            { "G * Concat(x, h) + G * Concat(D * x, E * x, F * x); private readonly Matrix D, E, F", "RG0010" },
            { "G * Concat(x, h) + G * Concat(D * x, E * x); private readonly Matrix D, E", "" },
            { "G * Concat(x, h) + G * x", "RG0010" },
            { "G * Concat()", "RG0006" },
            { "Tanh(Concat(x, h)) + G * h", "RG0006" },
            { "G * Cat(x, h); private static Signal Cat(Signal a, Signal c) => Concat(a, c)", "" },
            { "G * Concat(parts: new[] { x, h })", "" },
            { "G * Concat(x, b)", "" },
            { "(G * V) * x + (V * G) * x", "" },
            { "(G - 0.5 * Matrix.Identity + 2 * Matrix.Identity) * h", "" },
            { "(G - G) * h + (0 * G) * h", "" },
            { "(2 * alpha - 1 + 0.5) * (G * h) - (-alpha) * h + (1 - (1 - alpha)) * h", "" },
            { "-(-G) * h + 2 * b - b * 3 + (b - h)", "" },
            { "(x - x) * (G * h * 0 + 1)", "" },
            { "Sigmoid(0 * x) * x - 0.5 * x + Sigmoid(0 * h) * (G * h)", "" },
            { "V * (0.5 + 0 * x) + G * (h - h + 0.5) + (0.5 - 0 * h)", "" },
            { "G * h / -4 * -0.0 + G * h", "" },
            { "(0.1 * (G * h) + 0.2 * (G * h) - 0.3 * (G * h)) * 1e3", "" },
            { "HardSigmoid(G * h, 0.2) + Elu(h, 0) + LeakyRelu(h, -0.5) + Selu(h) + Mish(h) + Softplus(h) + Relu(h)", "" },
            { "alpha.Value * (G * h)", "RG0006" },
            { "(alpha with { Value = 2 }) * (G * h)", "RG0006" },
            { "G[0, 0] * h", "RG0006" },
            { "h[0] * (G * h)", "RG0006" },
            { "Signal.Zeros(3) + G * h", "RG0006" },
            { "Math.Sqrt(2) * (G * h)", "RG0007" },
            { "Math.PI * (G * h)", "" },
            { "(Level.High - Level.Low) * (G * h) + (int)Level.High * h; private enum Level { Low = 1, High = 3 }", "" },
            {
                "Power(Level.High) * (G * h); private static double Power(Level l) => (double)l; private enum Level { Low = 1, High = 3 }",
                "RG0006"
            },
            { "Sized() * (G * h); private static double Sized(int line = sizeof(int), double scale = 1 / 8) => line / 8.0 + scale", "" },
            {
                "Numbered() * (G * h); private static double "
                    + "Numbered([System.Runtime.CompilerServices.CallerLineNumber] int line = 0) => line",
                ""
            },
        };

    [Fact]
    public void UnusualTypes_AreRefusedOrCompiledToWhatTheyExecute() => Check([.. Types.Select(t => (t.Data.Item1, t.Data.Item2))]);

    [Fact]
    public void UnusualExpressions_AreRefusedOrCompiledToWhatTheyExecute() =>
        Check([.. Expressions.Select(e => (Cell(e.Data.Item1), e.Data.Item2))]);

    /// <summary>What follows a semicolon is a member.</summary>
    private static string Cell(string expression)
    {
        string[] parts = [.. expression.Split("; ", 2), string.Empty];
        string members = parts[1].Length == 0 || parts[1].EndsWith('}') ? parts[1] : parts[1] + ";";
        return $"[RecurrentCell] public partial class Cell {{ {Members} private readonly Matrix G; "
            + "[Step] private (Signal y, Signal h) Step([Input(Bound = 1)] Signal x, [State] Signal h) "
            + $"=> ({parts[0]}, Tanh(W * x + U * h + p * h + alpha * h + b + V * x)); {members} }}";
    }

    private static void Check((string Source, string Id)[] cases)
    {
        Outcome[] outcomes = Executed.Run([.. cases.Select(c => c.Source)]);
        string[] wrong =
        [
            .. outcomes
                .Zip(
                    cases,
                    (o, c) =>
                        !o.IsCSharp ? $"is no C#: {o.Source}"
                        : o.Problem is not null ? $"{o.Problem}: {o.Source}"
                        : string.Join(' ', o.Reported.Where(r => !r.EndsWith('?'))) != c.Id
                            ? $"reports {string.Join(' ', o.Reported)}, not '{c.Id}': {o.Source}"
                        : string.Empty
                )
                .Where(t => t.Length > 0),
        ];
        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
    }
}
