using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RegularizerGen.Tool.Nodes;

/// <summary>Writes one direction of a node as the C# source of an annotated cell: exactly its attributes, and no weights.</summary>
internal sealed class CellSource
{
    private readonly RecurrentNode node;
    private readonly DirectedCell cell;
    private readonly HashSet<string> fields;
    private readonly SortedDictionary<string, string> methods = [];

    private CellSource(RecurrentNode node, DirectedCell cell)
    {
        this.node = node;
        this.cell = cell;
        fields = [.. cell.Weights.Select(w => w.Name)];
    }

    /// <summary>The usings that a file of such classes starts with.</summary>
    public const string Usings = "using System;\nusing RegularizerGen;\nusing static RegularizerGen.CellMath;\n";

    /// <summary>The class.</summary>
    public static string Write(RecurrentNode node, DirectedCell cell, string className) => new CellSource(node, cell).Write(className);

    private string Write(string className)
    {
        string[] step = node.Kind switch
        {
            RecurrentKind.Lstm => Lstm(),
            RecurrentKind.Gru => Gru(),
            _ => [$"return {Activate(0, Gate(string.Empty))};"],
        };
        var text = new StringBuilder();
        text.Append("[RecurrentCell]\n").Append("public sealed partial class ").Append(className).Append("\n{\n");
        foreach (NodeWeight weight in cell.Weights)
        {
            text.Append("    private readonly ").Append(weight.Kind).Append(' ').Append(weight.Name).Append(";\n");
        }

        // The first of the signals that are returned is the output.
        IEnumerable<StartingState> given = node.GivesCellState ? cell.States.Reverse() : cell.States;
        string returned = cell.States.Count == 1 ? "Signal" : $"({string.Join(", ", given.Select(s => "Signal " + s.Name))})";
        text.Append("\n    [Step]\n    private ").Append(returned).Append(" Step([Input] Signal x, ");
        text.AppendJoin(", ", cell.States.Select(s => $"[State{Start(s)}] Signal {s.Name}")).Append(")\n    {\n");
        foreach (string line in step)
        {
            text.Append("        ").Append(line).Append('\n');
        }

        text.Append("    }\n");
        foreach (string method in methods.Values)
        {
            text.Append('\n').Append(method).Append('\n');
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>i, f: f; the candidate: g; the output's: h (the letters of the ONNX specification).</summary>
    private string[] Lstm()
    {
        string output = $"o * ({Activate(2, "cNext", isClipped: false)})";
        return
        [
            $"Signal i = {Activate(0, Gate("i", "c"))};",
            node.CouplesForget ? "Signal f = 1 - i;" : $"Signal f = {Activate(0, Gate("f", "c"))};",
            $"Signal g = {Activate(1, Gate("g"))};",
            "Signal cNext = f * c + i * g;",
            $"Signal o = {Activate(0, Gate("o", "cNext"))};",
            node.GivesCellState ? $"return (cNext, {output});" : $"return ({output}, cNext);",
        ];
    }

    private string[] Gru() =>
        [
            $"Signal z = {Activate(0, Gate("z"))};",
            $"Signal r = {Activate(0, Gate("r"))};",
            $"Signal n = {Activate(1, Candidate())};",
            "return z * h + (1 - z) * n;",
        ];

    private string Candidate() =>
        node.IsLinearBeforeReset
            ? fields.Contains("Rbn")
                ? "Wn * x + Wbn + r * (Rn * h + Rbn)"
                : "Wn * x + r * (Rn * h)"
            : $"Wn * x + Rn * (r * h){Bias("n")}";

    private string Gate(string gate, string? seen = null)
    {
        string peephole = seen is not null && fields.Contains("P" + gate) ? $" + P{gate} * {seen}" : string.Empty;
        return $"W{gate} * x + R{gate} * h{peephole}{Bias(gate)}";
    }

    private string Bias(string gate) => fields.Contains("b" + gate) ? $" + b{gate}" : string.Empty;

    private string Activate(int number, string argument, bool isClipped = true)
    {
        Activation activation = cell.Activations[number];
        if (node.Clip is { } clip && isClipped)
        {
            string limit = Activation.Text(clip);
            methods["Clip"] = $"""
                    [Activation(Lipschitz = 1, Min = -{limit}, Max = {limit}, Monotone = true)]
                    private static double Clip(double u) => Math.Max(-{limit}, Math.Min({limit}, u));
                """;
            argument = $"Map(Clip, {argument})";
        }

        string method = $"HardSigmoid{number + 1}";
        if (activation.Declaration(method) is { } declaration)
        {
            methods[method] = declaration;
        }

        return activation.Apply(argument, method);
    }

    private static string Start(StartingState state) =>
        state.Min == 0 && state.Max == 0
            ? string.Empty
            : $"(InitialMin = {Activation.Text(state.Min)}, InitialMax = {Activation.Text(state.Max)})";
}
