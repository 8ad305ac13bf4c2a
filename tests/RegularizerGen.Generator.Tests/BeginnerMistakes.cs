namespace RegularizerGen.Generator.Tests;

/// <summary>What new users write: diagnostic, token, source, and a part of the message, which says what to write instead.</summary>
internal static class BeginnerMistakes
{
    public static TheoryData<string, string, string, string> All => [.. OfCells, .. OfWeights, .. OfFunctions, .. OfOperators];

    private static TheoryData<string, string, string, string> OfCells =>
        new()
        {
            { "RG0001", "Cell", "[RecurrentCell] public class Cell { FIELDS STEP => BODY; }", "must be declared 'partial'" },
            { "RG0002", "Cell", "[RecurrentCell] public partial struct Cell { FIELDS STEP => BODY; }", "it is a struct; write 'class'" },
            {
                "RG0002",
                "Cell",
                "[RecurrentCell] public partial record struct Cell { FIELDS STEP => BODY; }",
                "it is a record struct; write 'class'"
            },
            { "RG0002", "Cell", "[RecurrentCell] public partial record Cell { FIELDS STEP => BODY; }", "it is a record; write 'class'" },
            { "RG0003", "Cell", "CELL private Signal Step([Input] Signal x, [State] Signal h) => BODY; }", "has 0 methods marked [Step]" },
            { "RG0022", "Cell", "public partial class Cell { FIELDS STEP => BODY; }", "write '[RecurrentCell]' above the class" },
            {
                "RG0004",
                "h",
                "CELL [Step] private Signal Step([Input] Signal x, Signal h) => BODY; }",
                "marked with exactly one of [Input] and [State]"
            },
            {
                "RG0005",
                "Step",
                "CELL [Step] private void Step([Input] Signal x, [State] Signal h) { h = BODY; } }",
                "the new states, as a 'Signal' or a tuple of them, not 'void'"
            },
            {
                "RG0005",
                "Step",
                "CELL [Step] private async System.Threading.Tasks.Task<Signal> Step([Input] Signal x, [State] Signal h) => BODY; }",
                "at once, without 'async'"
            },
            {
                "RG0005",
                "Step",
                "CELL [Step] private (Signal, Signal) Step([Input] Signal x, [State] Signal h, [State] Signal c) => (BODY, c * h); }",
                "a tuple with names, (Signal h, Signal c)"
            },
            { "RG0019", "Parameters", "CELL STEP => BODY; public int Parameters => 3; }", "rename it" },
            {
                "RG0023",
                "x",
                "[RecurrentCell] public partial class Cell { private readonly Matrix U; private readonly Bias b; STEP => Tanh(x + U * h + b); }",
                "because of 'x + U * h'; unless that is meant, write W * x"
            },
            {
                "RG0023",
                "x",
                "[RecurrentCell] public partial class Cell { private readonly Matrix W; STEP => Tanh(W * x + W * h); }",
                "because of 'W * x' and 'W * h'; unless that is meant, write W * x with a Matrix for 'x' alone"
            },
            {
                "RG0023",
                "x",
                "[RecurrentCell] public partial class Cell { private readonly Matrix W; STEP { x *= 2; return Tanh(W * (h - x)); } }",
                "because of 'h - x'; unless that is meant, write W * x with a Matrix for 'x' alone, or put a matrix on Concat(…)"
            },
        };

    private static TheoryData<string, string, string, string> OfWeights =>
        new()
        {
            {
                "RG0006",
                "W",
                "[RecurrentCell] public partial class Cell { private readonly Matrix[] W = []; STEP => Tanh(W[0] * x + W[1] * h); }",
                "'W[0]', a weight in a list, cannot be read in a step; every weight is a field of its own: write private readonly Matrix W0"
            },
            {
                "RG0006",
                "W",
                "[RecurrentCell] public partial class Cell { private readonly System.Collections.Generic.List<Matrix> W = []; "
                    + "STEP => Tanh(W[0] * x + W[1] * h); }",
                "'W[0]', a weight in a list,"
            },
            {
                "RG0006",
                "W",
                "[RecurrentCell] public partial class Cell { private Matrix W { get; set; } private readonly Matrix U; "
                    + "STEP => Tanh(W * x + U * h); }",
                "a weight is a field: write private readonly Matrix W;"
            },
            {
                "RG0006",
                "W",
                "public class Layer { protected readonly Matrix W; } [RecurrentCell] public partial class Cell : Layer { "
                    + "private readonly Matrix U; STEP => Tanh(W * x + U * h); }",
                "'W', inherited from 'Layer', cannot be read in a step; declare it in the cell itself: private readonly Matrix W;"
            },
            {
                "RG0006",
                "layer",
                "public class Layer { public Matrix W; } [RecurrentCell] public partial class Cell { private readonly Layer layer = new(); "
                    + "private readonly Matrix U; STEP => Tanh(layer.W * x + U * h); }",
                "'layer.W', a weight of another object,"
            },
            {
                "RG0006",
                "lower.Step",
                "CELL private readonly Lower lower = new(); STEP => lower.Step(BODY, h); } [RecurrentCell] public partial class Lower { "
                    + "FIELDS [Step] public Signal Step([Input] Signal x, [State] Signal h) => BODY; }",
                "or stack the two cells by CellStack"
            },
            { "RG0009", "rate", "CELL private readonly double rate = 0.5; STEP => rate * BODY; }", "write a literal or a const" },
            { "RG0010", "b", "CELL STEP => Tanh(W * x + U * h); }", "is not used by the step" },
        };

    private static TheoryData<string, string, string, string> OfFunctions =>
        new()
        {
            {
                "RG0006",
                "System.Math.Tanh",
                "CELL STEP => System.Math.Tanh(W * x + U * h + b); }",
                "'System.Math.Tanh' of a signal cannot be read in a step; write Tanh(…) of CellMath (using static RegularizerGen.CellMath)"
            },
            { "RG0006", "Math.Tanh", "CELL STEP => Math.Tanh(W * x + U * h + b); }", "write Tanh(…) of CellMath" },
            { "RG0006", "System.Math.Exp", "CELL STEP => System.Math.Exp(-(W * x + U * h + b)); }", "use Sigmoid(…) or Softplus(…)" },
            { "RG0006", "System.Math.Max", "CELL STEP => System.Math.Max(0, W * x + U * h + b); }", "write Relu(a - b) + b" },
            { "RG0006", "System.MathF.Atan", "CELL STEP => System.MathF.Atan(W * x + U * h + b); }", "double → double of MathF.Atan" },
            { "RG0006", "torch.sigmoid", "CELL STEP => torch.sigmoid(W * x + U * h + b); }", "write Sigmoid(…) of CellMath" },
            { "RG0006", "F.leaky_relu", "CELL STEP => F.leaky_relu(W * x + U * h + b); }", "write LeakyRelu(…) of CellMath" },
            { "RG0006", "ReLU", "CELL STEP => ReLU(W * x + U * h + b); }", "write Relu(…) of CellMath" },
            { "RG0006", "Softmax", "CELL STEP => Softmax(W * x + U * h + b); }", "gate every unit by Sigmoid(…)" },
            { "RG0006", "LayerNorm", "CELL STEP => LayerNorm(W * x + U * h + b); }", "normalise the inputs before they reach the cell" },
            { "RG0006", "Dropout", "CELL STEP => Dropout(W * x + U * h + b, 0.1); }", "outside of the cell" },
            { "RG0006", "Min", "CELL STEP => Min(W * x + U * h, b); }", "write a - Relu(a - b)" },
            { "RG0006", "h.Tanh", "CELL STEP => h.Tanh() + W * x + U * h + b; }", "write Tanh(…) of CellMath" },
            { "RG0006", "W.Dot", "CELL STEP => Tanh(W.Dot(x) + U * h + b); }", "write W * x, and + b for a bias" },
            { "RG0006", "CellMath.Sum", "CELL STEP => CellMath.Sum(W * x) * Tanh(U * h + b); }", "write it as a product with a Matrix" },
            { "RG0006", "Signal.Zeros(3)", "CELL STEP => BODY + Signal.Zeros(3); }", "add a number to a signal, v + 1, or declare a Bias" },
            { "RG0013", "Exp(", "CELL STEP => Exp(W * x + U * h + b); }", "Use Sigmoid or Softplus instead" },
        };

    private static TheoryData<string, string, string, string> OfOperators =>
        new()
        {
            {
                "RG0006",
                "x * W",
                "CELL STEP => Tanh(x * W + U * h + b); }",
                "'x * W', a signal times a matrix, cannot be read in a step; a matrix acts from the left: write W * x"
            },
            { "RG0006", "(x + h) * W", "CELL STEP => Tanh((x + h) * W + U * h + b); }", "write W * (x + h)" },
            { "RG0006", "W * 0.5", "CELL STEP => Tanh(W * 0.5 * x + U * h + b); }", "a number stands before a matrix: write 0.5 * W" },
            { "RG0006", "W + x", "CELL STEP => Tanh(W + x + U * h + b); }", "a matrix acts on a signal: write W * x" },
            { "RG0006", "x + W", "CELL STEP => Tanh(x + W); }", "or declare it as Bias" },
            { "RG0006", "W * (x, h)", "CELL STEP => Tanh(W * (x, h) + U * h + b); }", "a matrix on several signals: write W * Concat(…)" },
            { "RG0006", "W", "CELL STEP => Tanh(W x + U * h + b); }", "a product is written with an operator: W * x" },
            { "RG0006", "h ^ 2", "CELL STEP => Tanh(W * x + U * (h ^ 2) + b); }", "write a power as a product: h * h" },
            { "RG0006", "h > 0", "CELL STEP { if (h > 0) { return h; } return BODY; } }", "blend with a gate" },
            { "RG0006", "h", "CELL STEP => BODY * h[0]; }", "'h[0]', an element of a signal," },
            { "RG0006", "h", "CELL STEP => Tanh(W * x + U * h[0] + b); }", "make what stands apart an input or a state of its own" },
            { "RG0006", "h", "CELL STEP => Tanh(W * x + U * h[1..] + b); }", "'h[1..]', a part of a signal," },
            { "RG0006", "h", "CELL STEP => BODY / h.Length; }", "a step is the same for all sizes" },
            { "RG0006", "new", "CELL STEP => BODY + new Signal(); }", "build signals from the parameters and weights" },
            { "RG0006", "0.5m", "CELL STEP => BODY * 0.5m; }", "write it without 'm'" },
            { "RG0006", "0", "CELL STEP { Signal a = 0; a += BODY; return a; } }", "a number has no length" },
            { "RG0006", "BODY", "CELL STEP { double a = BODY; return h; } }", "declare what it is assigned to as Signal" },
            { "RG0006", "W", "CELL STEP { Signal a = W x; return Tanh(a + U * h + b); } }", "a weight acts on a signal: write W * x" },
            { "RG0006", "foreach", "CELL STEP { foreach (double v in h.ToArray()) { } return BODY; } }", "write the repetition out" },
            { "RG0006", "h", "CELL STEP => h.Length > 2 ? BODY : h; }", "blend with a gate" },
            { "RG0007", "System.Math.Sqrt", "CELL STEP => BODY * System.Math.Sqrt(2); }", "its source is not in this project" },
        };
}
