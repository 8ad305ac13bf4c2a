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
                "Step",
                "CELL [Step] private extern Signal Step([Input] Signal x, [State] Signal h); }",
                "'Step', which is 'extern', cannot be read in a step; write its body here"
            },
            {
                "RG0003",
                "get",
                "CELL private Signal this[[Input] Signal x, [State] Signal h] { [Step] get => Tanh(W * x + U * h + b); } }",
                "'Cell' has [Step] on an accessor of 'this[]', which generated code cannot call; mark exactly one method"
            },
            {
                "RG0003",
                "Step",
                "public interface IStep { Signal Step(Signal x, Signal h); } [RecurrentCell] public partial class Cell : "
                    + "IStep { FIELDS [Step] Signal IStep.Step([Input] Signal x, [State] Signal h) => Tanh(W * x + U * h + b); }",
                "[Step] on 'IStep.Step', an explicit implementation of an interface's method, which generated code cannot " + "call; mark"
            },
            {
                "RG0004",
                "__arglist",
                "CELL [Step] private Signal Step([Input] Signal x, [State] Signal h, __arglist) => Tanh(W * x + U * h + " + "b); }",
                "'__arglist' of the step must be left out"
            },
            {
                "RG0003",
                "Step",
                "CELL [System.Obsolete(\"no\", true)] STEP => Tanh(W * x + U * h + b); }",
                "cannot call because it is marked [Obsolete] as an error; drop that attribute"
            },
            {
                "RG0003",
                "Step",
                "CELL [System.Diagnostics.CodeAnalysis.Experimental(\"X\")] STEP => Tanh(W * x + U * h + b); }",
                "marked [Experimental]"
            },
            {
                "RG0010",
                "b",
                "[RecurrentCell] public partial class Cell { private readonly Matrix W, U; [System.Obsolete(\"no\", true)] "
                    + "private readonly Bias b; [System.Obsolete] STEP => Tanh(W * x + U * h + b); }",
                "'b' is marked [Obsolete] as an error, so that generated code cannot assign it"
            },
            {
                "RG0003",
                "Step",
                "public abstract class Base { protected abstract Signal Step(Signal x, Signal h); } [RecurrentCell] "
                    + "public partial class Cell : Base { FIELDS [Step] protected override Signal Step([Input] Signal x, "
                    + "[State] Signal h) => Tanh(W * x + U * h + b); private Signal Step(in Signal x, in Signal h) => h; }",
                "another method 'Step', which a call of the step would reach instead: give one of them another name"
            },
            {
                "RG0012",
                "D",
                "CELL STEP => Map(F, W * x + U * h + b); [Activation(Lipschitz = 1, Min = -1, Max = 1, Slope = \"D\", Curvature = "
                    + "\"E\")] private static double F(double u) { double t = System.Math.Sin(u); return t; } [System.Obsolete(\"no\", "
                    + "true)] private static double D(double u) => System.Math.Cos(u); private static double E(double u) => -u; }",
                "it is marked [Obsolete] as an error; drop that attribute"
            },
            {
                "RG0002",
                "Cell",
                "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] "
                    + "[RecurrentCell] public partial class Cell { [System.Runtime.InteropServices.FieldOffset(0)] private "
                    + "readonly Matrix W; [System.Runtime.InteropServices.FieldOffset(0)] private readonly Matrix U; STEP => "
                    + "Tanh(W * x + U * h); }",
                "its layout is explicit, so that weights may share memory; drop [StructLayout]"
            },
            {
                "RG0002",
                "Cell",
                "public class Base { protected Base(int a = 0) { } protected Base(string s = \"\") { } } [RecurrentCell] "
                    + "public partial class Cell : Base { FIELDS STEP => Tanh(W * x + U * h + b); private Cell() : base(1) { } }",
                "'Base' has several constructors that need no argument; add one without parameters"
            },
            {
                "RG0002",
                "Cell",
                "public class Base { [System.Obsolete(\"no\", true)] protected Base() { } protected Base(int a) { } } "
                    + "[RecurrentCell] public partial class Cell : Base { FIELDS STEP => Tanh(W * x + U * h + b); private "
                    + "Cell() : base(1) { } }",
                "the constructor of its base class 'Base', which is marked [Obsolete] as an error; drop that attribute"
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
