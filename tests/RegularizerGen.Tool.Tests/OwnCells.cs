using System;
using System.Linq;
using RegularizerGen.InMemory;

namespace RegularizerGen.Tool.Tests;

/// <summary>Cells as a user writes them.</summary>
internal static class OwnCells
{
    /// <summary>ONNX's LSTM, gates in the order i, o, f, g.</summary>
    public const string OnnxLstm = """
        using RegularizerGen;
        using static RegularizerGen.CellMath;

        [RecurrentCell]
        public sealed partial class Own
        {
            private readonly Matrix Ai, Bi;
            private readonly Bias ci;
            private readonly Matrix Ao, Bo;
            private readonly Bias co;
            private readonly Matrix Af, Bf;
            private readonly Bias cf;
            private readonly Matrix Ag, Bg;
            private readonly Bias cg;

            [Step]
            private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c)
            {
                Signal cNext = Sigmoid(Af * x + Bf * h + cf) * c + Sigmoid(Ai * x + Bi * h + ci) * Tanh(Ag * x + Bg * h + cg);
                return (Sigmoid(Ao * x + Bo * h + co) * Tanh(cNext), cNext);
            }
        }
        """;

    /// <summary>A leaky unit.</summary>
    public const string Leaky = """
        using RegularizerGen;
        using static RegularizerGen.CellMath;

        [RecurrentCell]
        public sealed partial class Leaky
        {
            private readonly Matrix W, U;
            private readonly Bias b;

            [Step]
            private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b);
        }
        """;

    public static CellDescription Compile(string source)
    {
        var errors = new System.IO.StringWriter();
        CellAssembly? compiled = CellAssembly.Compile([new SourceText("own.cs", source)], errors);
        Assert.True(compiled is not null, errors.ToString());
        return compiled!.Cells.Single().Description;
    }
}
