using System;

namespace RegularizerGen.Generator.Tests;

/// <summary>Declarations that the compiler accepts, but that generated code could not do anything with, or would misunderstand.</summary>
internal static partial class DiagnosticCases
{
    private static TheoryData<string, string, string, string> OfHosts =>
        new()
        {
            {
                "RG0005",
                "d",
                "CELL [Step] private (double d, Signal h) Step([Input] Signal x, [State] Signal h) => (0.5, Tanh(W * x + "
                    + "U * h + b)); }",
                "not a 'double'; move 'd' behind it"
            },
            {
                "RG0005",
                "m",
                "CELL [Step] private (Matrix m, Signal h) Step([Input] Signal x, [State] Signal h) => (W, Tanh(W * x + U " + "* h + b)); }",
                "a Signal as its first element, the output, not a 'Matrix'"
            },
            {
                "RG0005",
                "m",
                "CELL [Step] private ((Signal, Signal) m, Signal h) Step([Input] Signal x, [State] Signal h) => ((x, h), "
                    + "Tanh(W * x + U * h + b)); }",
                "not a '(Signal, Signal)'"
            },
            {
                "RG0005",
                "double",
                "CELL [Step] private (double, Signal h) Step([Input] Signal x, [State] Signal h) => (0.5, Tanh(W * x + U " + "* h + b)); }",
                "move 'Item1' behind it"
            },
            {
                "RG0005",
                "Concat(x, h)",
                "CELL [Step] private (Signal y, Signal h) Step([Input] Signal x, [State] Signal h) => (Concat(x, h), "
                    + "Tanh(W * x + U * h + b)); }",
                "not a concatenation; move 'y' behind it"
            },
            {
                "RG0005",
                "r",
                "CELL [Step] private (Signal y, Signal h) Step([Input] Signal x, [State] Signal h) { var r = (Concat(x, "
                    + "h), Tanh(W * x + U * h + b)); return r; } }",
                "not a concatenation"
            },
            {
                "RG0006",
                "W",
                "[RecurrentCell] public partial class Cell { private Matrix W, U; private readonly Bias b; STEP { W = 2 * U; return Tanh(W * x + U * h + b); } }",
                "The assignment to the weight 'W' cannot be read in a step; a step leaves weights as they are: declare a "
                    + "local, Matrix WNext = …"
            },
            {
                "RG0006",
                "W",
                "[RecurrentCell] public partial class Cell { private Matrix W, U; private readonly Bias b; STEP { Signal v; (W, v) = (U, x); return Tanh(W * x + U * h + b); } }",
                "The assignment to the weight 'W'"
            },
            {
                "RG0010",
                "V",
                "CELL STEP => Tanh(W * x + U * h + b); private Matrix V { get; } }",
                "'V' is not used by the step, which knows fields only; write private readonly Matrix V; for each, or remove it"
            },
            {
                "RG0010",
                "V",
                "CELL STEP => Tanh(W * x + U * h + b); private readonly Diagonal[] V = new Diagonal[2]; }",
                "write private readonly Diagonal V;"
            },
            { "RG0010", "V", "CELL STEP => Tanh(W * x + U * h + b); public Bias? V { get; set; } }", "write private readonly Bias V;" },
            {
                "RG0010",
                "V",
                "CELL STEP => Tanh(W * x + U * h + b); private readonly System.Collections.Generic.List<Scalar> V = new(); }",
                "write private readonly Scalar V;"
            },
        };
}
