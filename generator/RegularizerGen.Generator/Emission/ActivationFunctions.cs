using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>The scalar functions that a cell applies, as types: what is known of each, its value and its slope, from its one symbolic
/// definition.</summary>
internal sealed class ActivationFunctions
{
    private const string Domains = "global::RegularizerGen.Domains.";
    private const string Number = "TNumber";
    private const string OfNumber = "where TNumber : unmanaged, global::RegularizerGen.Numbers.IBoundNumber<TNumber>";

    private readonly List<(NodeModel Node, string Name)> functions = [];

    public ActivationFunctions(CellModel model, CellNames names)
    {
        foreach (
            NodeModel node in model.Nodes.Where(n => OperatorTable.ActivationOf(n) is not null && !functions.Exists(f => IsSame(f.Node, n)))
        )
        {
            string name = $"{CellNames.Capital((node.User?.Name ?? node.Operator).Split('.').Last())}Function{functions.Count}_";
            functions.Add((node, names.Internal(name)));
        }
    }

    /// <summary>Type of the function that a node applies.</summary>
    public string NameOf(NodeModel node) => functions.First(f => IsSame(f.Node, node)).Name;

    public void Emit(CodeWriter writer)
    {
        foreach ((NodeModel node, string name) in functions)
        {
            ActivationOperator activation = OperatorTable.ActivationOf(node)!;
            Symbol argument = Expr.Symbol("u");
            bool isOpaque = node.User is { IsOpaque: true };
            Expr? value = isOpaque ? null : activation.Value(argument, node);
            writer.Line($"private readonly struct {name} : {Domains}IActivation");
            using (writer.Braces())
            {
                writer.Line(
                    $"public static {Domains}ActivationFacts Facts {{ get; }} = new() {{ {string.Join(", ", Facts(activation, node))} }};"
                );
                Function(writer, "Value", value);
                Function(writer, "Slope", activation.SlopeFallingFromZero(argument) ?? value?.Differentiate(argument));
                (Expr? above, Expr? below) = Distances(activation, node);
                Function(writer, "AboveMin", above, $", {Number} value");
                Function(writer, "BelowMax", below, $", {Number} value");
            }

            writer.Line();
        }
    }

    private static (Expr? Above, Expr? Below) Distances(ActivationOperator activation, NodeModel node) =>
        node.User is { IsOpaque: true }
            ? (null, null)
            : (
                activation.AboveMin(Expr.Symbol("u"), Expr.Symbol("value"), node),
                activation.BelowMax(Expr.Symbol("u"), Expr.Symbol("value"), node)
            );

    private static void Function(CodeWriter writer, string name, Expr? formula, string more = "")
    {
        writer.Line($"public static {Number} {name}<{Number}>({Number} u{more}) {OfNumber} =>");
        writer.Line(
            formula is null
                ? "    throw new global::System.NotSupportedException(\"The formula of this function is not known.\");"
                : $"    {StepBoundEmitter.Print(formula, Number)};"
        );
    }

    private static IEnumerable<string> Facts(ActivationOperator activation, NodeModel node)
    {
        ActivationFacts facts = activation.Facts(node);
        yield return $"Name = \"{node.User?.Name ?? node.Operator}\"";
        yield return "Lipschitz = " + CellStepEmitter.Constant(facts.Lipschitz);
        if (facts.Min is { } min)
        {
            yield return "Min = " + CellStepEmitter.Constant(min);
        }

        if (facts.Max is { } max)
        {
            yield return "Max = " + CellStepEmitter.Constant(max);
        }

        if (facts.IsMonotone)
        {
            yield return "IsMonotone = true";
        }

        if (activation.SlopeFallingFromZero(Expr.Zero) is not null)
        {
            yield return "SlopeFallsFromZero = true";
        }

        if (activation.IsLogistic)
        {
            yield return "IsLogistic = true";
        }

        if (node.User is not { IsOpaque: true } && activation.IsDefinedAtInfinity(node))
        {
            yield return "IsDefinedAtInfinity = true";
        }

        if (Distances(activation, node) is { Above: not null })
        {
            yield return "HasAboveMin = true";
        }

        if (Distances(activation, node) is { Below: not null })
        {
            yield return "HasBelowMax = true";
        }

        if (activation.SlopeTimesArgument is { } product)
        {
            yield return "SlopeTimesArgument = " + CellStepEmitter.Constant(product);
        }

        if (node.User is { IsOpaque: true } user)
        {
            yield return "IsOpaque = true";
            if (user.AtZero is { } atZero)
            {
                yield return "AtZero = " + CellStepEmitter.Constant(atZero);
            }
        }
    }

    private static bool IsSame(NodeModel a, NodeModel b) => a.Operator == b.Operator && a.Parameter == b.Parameter && a.User == b.User;
}
