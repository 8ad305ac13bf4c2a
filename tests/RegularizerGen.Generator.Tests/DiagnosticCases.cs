using System;

namespace RegularizerGen.Generator.Tests;

/// <summary>Mistakes, one in each source: diagnostic, token, source, and what the message contains.</summary>
internal static partial class DiagnosticCases
{
    public const string Fields = "private readonly Matrix W, U; private readonly Bias b;";
    public const string Signature = "[Step] private Signal Step([Input] Signal x, [State] Signal h)";

    public static TheoryData<string, string, string, string> All => [.. OfDeclarations, .. OfHosts, .. OfSteps];

    /// <summary>A case with the usual class, fields and signature written out.</summary>
    public static string Complete(string source) =>
        source
            .Replace("CELL", "[RecurrentCell] public partial class Cell { FIELDS", StringComparison.Ordinal)
            .Replace("FIELDS", Fields, StringComparison.Ordinal)
            .Replace("STEP", Signature, StringComparison.Ordinal);

    /// <summary>What is wrong with a class, its members, or the signature of its step.</summary>
    private static TheoryData<string, string, string, string> OfDeclarations =>
        new()
        {
            {
                "RG0001",
                "Cell",
                "[RecurrentCell] public sealed class Cell { FIELDS STEP => Tanh(W * x + U * h + b); }",
                "'Cell' must be declared 'partial'"
            },
            {
                "RG0001",
                "Outer",
                "public class Outer { [RecurrentCell] public sealed partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b); } }",
                "'Outer' must be declared 'partial'"
            },
            { "RG0002", "Cell", "[RecurrentCell] public static partial class Cell { }", "it is static" },
            {
                "RG0002",
                "Cell",
                "[RecurrentCell] public partial class Cell<T> { FIELDS STEP => Tanh(W * x + U * h + b); }",
                "type parameters"
            },
            { "RG0002", "Cell", "[RecurrentCell] file partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b); }", "file-local" },
            {
                "RG0002",
                "Cell",
                "[RecurrentCell] public abstract partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b); }",
                "abstract"
            },
            { "RG0003", "Cell", "CELL }", "has 0 methods marked [Step]" },
            {
                "RG0003",
                "Cell",
                "CELL STEP => Tanh(W * x + U * h + b); [Step] private Signal Other([Input] Signal x, [State] Signal h) => h; }",
                "has 2 methods"
            },
            {
                "RG0004",
                "h",
                "CELL [Step] private Signal Step([Input] Signal x, Signal h) => Tanh(W * x + U * h + b); }",
                "'h' of the step must be marked"
            },
            {
                "RG0004",
                "k",
                "CELL [Step] private Signal Step([Input] Signal x, [State] Signal h, double k) => Tanh(W * x + U * h + b); }",
                "a plain 'Signal'"
            },
            {
                "RG0004",
                "-1",
                "CELL [Step] private Signal Step([Input(Bound = -1)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b); }",
                "a Bound of at least 0"
            },
            {
                "RG0004",
                "double.NaN",
                "CELL [Step] private Signal Step([Input(PerturbationScale = double.NaN)] Signal x, [State] Signal h) "
                    + "=> Tanh(W * x + U * h + b); }",
                "a PerturbationScale of at least 0"
            },
            {
                "RG0004",
                "1.0 / 0",
                "CELL [Step] private Signal Step([Input(Bound = 2, PerturbationScale = 1.0 / 0)] Signal x, "
                    + "[State] Signal h) => Tanh(W * x + U * h + b); }",
                "a finite PerturbationScale"
            },
            {
                "RG0004",
                "h",
                "CELL [Step] private Signal Step([Input] Signal x, [State(Min = -1)] Signal h) => Tanh(W * x + U * h + b); }",
                "Min ≤ Max (both or none)"
            },
            {
                "RG0004",
                "x",
                "CELL [Step] private Signal Step([Input, Output] Signal x, [State] Signal h) => Tanh(W * x + U * h + b); }",
                "the only [Output], and a [State]"
            },
            {
                "RG0004",
                "h",
                "CELL [Step] private (Signal h, Signal c) Step([Input] Signal x, "
                    + "[State, Output] Signal h, [State, Output] Signal c) => (Tanh(W * x + U * h + b), c); }",
                "the only [Output]"
            },
            {
                "RG0005",
                "Step",
                "CELL [Step] private (Signal h, Signal q) Step([Input] Signal x, [State] Signal h, [State] Signal c) "
                    + "=> (Tanh(W * x + U * h + b), c); }",
                "'c' has none"
            },
            { "RG0005", "Step", "CELL [Step] private Signal Step([State] Signal h) => Tanh(U * h + b); }", "[Input] Signal" },
            {
                "RG0005",
                "c",
                "CELL [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) { "
                    + "h = Tanh(W * x + U * h + b); c = h * c; return (c, h); } }",
                "'c' stands where 'h' is expected"
            },
            {
                "RG0005",
                "cNext",
                "CELL [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) { "
                    + "Signal hNext = Tanh(W * x + U * h + b); Signal cNext = h * c; return (cNext, hNext); } }",
                "'cNext' stands where 'h' is expected"
            },
            {
                "RG0005",
                "newC",
                "CELL [Step] private (Signal y, Signal h, Signal c) Step([Input] Signal x, [State] Signal h, "
                    + "[State] Signal c) { Signal newH = Tanh(W * x + U * h + b); Signal newC = h * c; return (h, newC, newH); } }",
                "'newC' stands where 'h' is expected"
            },
            {
                "RG0005",
                "r",
                "CELL [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) { "
                    + "var r = (c: h * c, h: Tanh(W * x + U * h + b)); return r; } }",
                "'c' stands where 'h' is expected"
            },
            {
                "RG0005",
                "t.c",
                "CELL [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) { "
                    + "var t = (h: Tanh(W * x + U * h + b), c: h * c); return (t.c, t.h); } }",
                "'c' stands where 'h' is expected"
            },
            {
                "RG0005",
                "h * c",
                "CELL [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) "
                    + "=> (c: h * c, h: Tanh(W * x + U * h + b)); }",
                "'c' stands where 'h' is expected"
            },
            {
                "RG0005",
                "Both(",
                "CELL [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) "
                    + "=> Both(Tanh(W * x + U * h + b), h * c); "
                    + "private static (Signal c, Signal h) Both(Signal a, Signal e) => (a, e); }",
                "'c' stands where 'h' is expected"
            },
            {
                "RG0005",
                "Step",
                "CELL [Step] private (Signal, Signal) Step([Input] Signal x, [State] Signal h, [State] Signal c) "
                    + "=> (Tanh(W * x + U * h + b), h * c); }",
                "a tuple with names, (Signal h, Signal c)"
            },
            {
                "RG0019",
                "Shape",
                "CELL STEP => Tanh(W * x + U * h + b); public int Shape => 1; }",
                "reserved are Certify, CertifyAround, CertifyWithin, Derivation, Description"
            },
        };
}
