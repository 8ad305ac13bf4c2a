using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.InMemory;
using RegularizerGen.Tool.Audit;
using RegularizerGen.Tool.Nodes;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Tests;

/// <summary>Figures of an audit are those of the same cell, written by hand.</summary>
public sealed class OwnFiguresTests
{
    private const int Horizon = 4;
    private const double Bound = 0.75;
    private const double NearEnough = 1.02; // an audit takes the figure of any number of steps where it is that close
    private const double Rounding = 1e-9;

    private const string Clipped = """
        [Activation(Lipschitz = 1, Min = -0.25, Max = 0.25, Monotone = true)]
        private static double Limit(double u) => Math.Min(0.25, Math.Max(-0.25, u));
        """;

    private const string Ramp = """
        [Activation(Lipschitz = 0.25, Min = 0, Max = 1, Monotone = true)]
        private static double Ramp(double u) => Math.Min(1, Math.Max(0, 0.25 * u + 0.375));
        """;

    private static readonly (NodeCase Node, string Step, string Methods)[] Table =
    [
        (new("RNN"), "Tanh(W * x + R * h + b)", string.Empty),
        (new("RNN") { HasBias = false }, "Tanh(W * x + R * h)", string.Empty),
        (new("RNN") { Attributes = [("clip", 0.25f)] }, "Tanh(Map(Limit, W * x + R * h + b))", Clipped),
        (Activated("RNN", [], [], "Softplus"), "Softplus(W * x + R * h + b)", string.Empty),
        (Activated("RNN", [0.5f], [0.125f], "Affine"), "0.5 * (W * x + R * h + b) + 0.125", string.Empty),
        (Activated("RNN", [1.5f], [0.5f], "ScaledTanh"), "1.5 * Tanh(0.5 * (W * x + R * h + b))", string.Empty),
        (new("GRU"), Gru("Tanh(Wn * x + Rn * (r * h) + bn)"), string.Empty),
        (new("GRU") { Attributes = [("linear_before_reset", 1)] }, Gru("Tanh(Wn * x + Wbn + r * (Rn * h + Rbn))"), string.Empty),
        (Activated("GRU", [0.25f], [], "Sigmoid", "LeakyRelu"), Gru("LeakyRelu(Wn * x + Rn * (r * h) + bn, 0.25)"), string.Empty),
        (new("LSTM"), Lstm(), string.Empty),
        (new("LSTM") { HasBias = false }, Lstm(bias: false), string.Empty),
        (new("LSTM") { HasPeepholes = true }, Lstm(peepholes: true), string.Empty),
        (new("LSTM") { Attributes = [("input_forget", 1)] }, Lstm(forget: "1 - i"), string.Empty),
        (
            Activated("LSTM", [0.25f], [0.375f], "HardSigmoid", "Softsign", "Tanh"),
            Lstm(gate: "Map(Ramp, {0})", candidate: "Softsign"),
            Ramp
        ),
    ];

    [Fact]
    public void Figures_AreThoseOfTheSameCell_ForEveryKindOfAttribute()
    {
        (NodeCase Node, string Step, string Methods)[] table =
        [
            .. Table.Select((t, k) => (t.Node with { Inputs = 2, Units = 3, Scale = 0.3, Seed = k + 1 }, t.Step, t.Methods)),
        ];
        RecurrentNode[] nodes = [.. table.Select(t => ForwardTests.Node(t.Node))];
        string[] sources = [.. table.Select((t, k) => Source($"Own{k:D2}", nodes[k].Cells[0], t.Step, t.Methods))];
        var errors = new System.IO.StringWriter();
        CellAssembly? compiled = CellAssembly.Compile([new SourceText("own.cs", CellSource.Usings + string.Concat(sources))], errors);
        Assert.True(compiled is not null, errors.ToString());
        CellDescription[] cells = [.. compiled!.Cells.Select(c => c.Description).OrderBy(c => c.Name, StringComparer.Ordinal)];
        Assert.All(table.Select((t, k) => (t.Node, cells[k], nodes[k].Cells[0].Parameters)), Same);
    }

    private static void Same((NodeCase Node, CellDescription Cell, double[] Parameters) own)
    {
        var request = new AuditRequest
        {
            InputBound = Bound,
            Horizon = Horizon,
            Budget = TimeSpan.Zero,
        };
        NodeFigures audited = ModelAudit.Run(ModelFile.Parse(own.Node.Write().Bytes, "m", "."), "m", request).Nodes.Single();
        int[] sizes = [.. own.Cell.SizeNames.Select((_, k) => k == own.Cell.OutputSize ? own.Node.Units : own.Node.Inputs)];
        Certificate[] lengths = [.. Enumerable.Range(1, Horizon).Select(Certify)];
        Certificate whole = lengths[^1];
        double gain = lengths.Max(c => c.Finite.Outputs.Max());
        Assert.InRange(audited.Gain, gain * (1 - Rounding), gain * NearEnough);
        Equal(whole.AnyStepsGain, audited.AnyStepsGain);
        Equal(whole.DecayRate, audited.Rate);
        Assert.Equal(whole.IsContractive, audited.IsContractive);
        CertifiedRange output = whole.Ranges.Single(r => r.Kind is "output state" or "output");
        Equal(output.Lower, audited.Lower);
        Equal(output.Upper, audited.Upper);

        Certificate Certify(int steps) =>
            own.Cell.Certify(
                sizes,
                new CertificateOptions
                {
                    Perturbation = Perturbation.Peak,
                    InputBound = Bound,
                    Horizon = steps,
                },
                own.Parameters
            );
        void Equal(double expected, double actual) =>
            Assert.True(
                expected.Equals(actual) || Math.Abs(expected - actual) <= Rounding * Math.Abs(expected),
                $"{own.Node}: {expected} by hand, {actual} in the audit"
            );
    }

    /// <summary>Weights as the node's, a step of one's own.</summary>
    private static string Source(string name, DirectedCell cell, string step, string methods)
    {
        IEnumerable<string> fields = cell.Weights.Select(w => $"private readonly {w.Kind} {w.Name};");
        bool hasCell = cell.States.Count == 2;
        string signature = hasCell
            ? "(Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c)"
            : "Signal Step([Input] Signal x, [State] Signal h)";
        string body = step.Contains("return", StringComparison.Ordinal) ? step : $"return {step};";
        return $"[RecurrentCell] public sealed partial class {name} {{ {string.Join(' ', fields)} "
            + $"[Step] private {signature} {{ {body} }} {methods} }}\n";
    }

    private static NodeCase Activated(string operation, float[] alphas, float[] betas, params string[] names) =>
        new(operation) { Attributes = [("activations", names), ("activation_alpha", alphas), ("activation_beta", betas)] };

    private static string Gru(string candidate) =>
        "Signal r = Sigmoid(Wr * x + Rr * h + br); Signal n = CANDIDATE; Signal z = Sigmoid(Wz * x + Rz * h + bz); return n + z * (h - n);".Replace(
            "CANDIDATE",
            candidate,
            StringComparison.Ordinal
        );

    private static string Lstm(
        bool bias = true,
        bool peepholes = false,
        string? forget = null,
        string gate = "Sigmoid({0})",
        string candidate = "Tanh"
    )
    {
        string Sum(string name, string? seen) =>
            $"W{name} * x + R{name} * h{(peepholes && seen is not null ? $" + P{name} * {seen}" : string.Empty)}"
            + (bias ? $" + b{name}" : string.Empty);
        string Gate(string name, string seen) => string.Format(null, gate, Sum(name, seen));
        return $"Signal i = {Gate("i", "c")}; Signal f = {forget ?? Gate("f", "c")}; Signal d = i * {candidate}({Sum("g", null)}) + f * c; "
            + $"return ({Gate("o", "d")} * Tanh(d), d);";
    }
}
