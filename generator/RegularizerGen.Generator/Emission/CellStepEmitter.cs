using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>The step once more, generically: one call per signal, for the values of any domain of the runtime.</summary>
internal static class CellStepEmitter
{
    private const string Domains = "Rg__::Domains.";
    private const int LongestLine = 160;

    public static void Emit(CodeWriter writer, CellModel model, CellNames names) =>
        Run(writer, model, new ActivationFunctions(model, names));

    private static void Run(CodeWriter writer, CellModel model, ActivationFunctions functions)
    {
        using (
            writer.Block(
                "public override void Run<TDomain, TValue>(TDomain domain_, Sys__::ReadOnlySpan<TValue> sources_, "
                    + "Sys__::Span<TValue> results_)"
            )
        )
        {
            string[] locals =
            [
                .. CellNames
                    .Free(model.Nodes.Select(n => n.Name), ["domain_", "sources_", "results_", "TDomain", "TValue"])
                    .Select(CellNames.Escape),
            ];
            var text = new TextNotation(model);
            for (int k = 0; k < model.Nodes.Count; k++)
            {
                NodeModel node = model.Nodes[k];
                string heading = $"TValue {locals[k]} = ";
                if (node.Operator == OperatorTable.Affine.Name)
                {
                    Sum(writer, node, k, locals, heading, " // " + OperatorTable.Affine.Print(text, node));
                    continue;
                }

                writer.Line($"{heading}{Call(model, k, locals, functions)};");
            }

            for (int k = 0; k < model.States.Count; k++)
            {
                writer.Line($"results_[{k}] = {locals[model.States[k].Next]};");
            }

            writer.Line($"results_[{model.States.Count}] = {locals[model.Output]};");
        }
    }

    private static string Call(CellModel model, int number, string[] locals, ActivationFunctions functions)
    {
        NodeModel node = model.Nodes[number];
        if (node.Operator == OperatorTable.Input.Name)
        {
            return $"sources_[{node.Index}]";
        }

        if (node.Operator == OperatorTable.State.Name)
        {
            return $"sources_[{model.Inputs.Count + node.Index}]";
        }

        string arguments = string.Join(", ", node.Arguments.Select(a => locals[a]));
        return node.Operator == OperatorTable.Hadamard.Name ? $"domain_.Product({number}, {arguments})"
            : node.Operator == OperatorTable.Blend.Name
                ? $"domain_.Blend({number}, {arguments}, isGate: {(model.Nodes[node.Arguments[0]].IsUnit ? "true" : "false")})"
            : $"domain_.Apply<{functions.NameOf(node)}>({number}, {arguments})";
    }

    private static void Sum(CodeWriter writer, NodeModel node, int number, string[] locals, string heading, string comment)
    {
        string[] terms = [.. node.Terms.Select(t => Term(t, locals))];
        string line = $"{heading}domain_.Sum({number}, [{string.Join(", ", terms)}]);";
        if (line.Length + comment.Length <= LongestLine)
        {
            writer.Line(line + comment);
            return;
        }

        writer.Line($"{heading}domain_.Sum({number},");
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (string term in terms)
            {
                writer.Line(term + ",");
            }
        }

        writer.Line("]);");
    }

    private static string Term(SumTerm term, string[] locals)
    {
        string[] parts =
        [
            Constant(term.Coefficient),
            .. term.Weight >= 0 ? [term.Weight.ToString(System.Globalization.CultureInfo.InvariantCulture)] : System.Array.Empty<string>(),
            .. term.Signal >= 0 ? [locals[term.Signal]] : System.Array.Empty<string>(),
        ];
        return $"new({string.Join(", ", parts)})";
    }

    /// <summary>C# of a constant of the step.</summary>
    internal static string Constant(Rational value)
    {
        string text = CSharpPrinter.Print(value, "double");
        return StepBoundEmitter.IsDouble(value) ? text : $"{Domains}Constant.Rounded({text})";
    }
}
