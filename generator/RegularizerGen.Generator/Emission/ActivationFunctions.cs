using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>The scalar functions that a cell applies, as types: what is known of each, its value and its slope, from its one symbolic
/// definition. Members are explicit: what they implement says what their type parameters are.</summary>
internal sealed class ActivationFunctions
{
    private const string Domains = "Rg__::Domains.";
    private const string Formula = "Rg__::Activations.IFormula";
    private const string Number = "TNumber";

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
            string formula = activation.HasKernel ? string.Empty : ", " + Formula;
            using (writer.Block($"private readonly struct {name} : {Domains}IActivation{formula}"))
            {
                writer.Line(
                    $"public static {Domains}ActivationFacts Facts {{ get; }} = new() {{ {string.Join(", ", Facts(activation, node))} }};"
                );
                Function(writer, "Value", value);
                Function(writer, "Slope", activation.SlopeFallingFromZero(argument) ?? value?.Differentiate(argument));
                (Expr? above, Expr? below) = Distances(activation, node);
                Function(writer, "AboveMin", above, $", {Number} value");
                Function(writer, "BelowMax", below, $", {Number} value");
                Kernel(writer, activation, node, name);
            }

            writer.Line();
        }
    }

    /// <summary>The function in the passes: vector kernels of the runtime, or loops over its formula in the element type.</summary>
    private static void Kernel(CodeWriter writer, ActivationOperator activation, NodeModel node, string name)
    {
        string kernel = activation.HasKernel
            ? $"Rg__::Activations.{activation.Name}.Kernel<TElement>()"
            : $"new Rg__::Activations.FormulaKernel<TElement, {name}>()";
        writer.Line(
            $"static Rg__::Activations.ActivationKernel<TElement> {Domains}IActivation.Kernel<{CellNames.Element}>() => " + $"{kernel};"
        );
        if (activation.HasKernel)
        {
            return;
        }

        Symbol argument = Expr.Symbol("u");
        Expr value = activation.Value(argument, node);
        Expr slope = value.Differentiate(argument);
        Expr curvature = slope.Differentiate(argument);
        writer.Line($"static bool {Formula}.HasCurvature => {(curvature.IsZero ? "false" : "true")};");
        foreach ((string of, Expr formula) in new[] { ("Of", value), ("SlopeOf", slope), ("CurvatureOf", curvature) })
        {
            writer.Line($"static TElement {Formula}.{of}<{CellNames.Element}>(TElement u) =>");
            writer.Line($"    {CSharpPrinter.Print(formula, "Rg__::Kernels.ScalarFunctions<TElement>", Literal)};");
        }
    }

    private static string Literal(Rational value) =>
        value.IsOne ? "TElement.One"
        : value.IsZero ? "TElement.Zero"
        : $"TElement.CreateTruncating({CSharpPrinter.Print(value, "double")})";

    private static (Expr? Above, Expr? Below) Distances(ActivationOperator activation, NodeModel node) =>
        node.User is { IsOpaque: true }
            ? (null, null)
            : (
                activation.AboveMin(Expr.Symbol("u"), Expr.Symbol("value"), node),
                activation.BelowMax(Expr.Symbol("u"), Expr.Symbol("value"), node)
            );

    private static void Function(CodeWriter writer, string name, Expr? formula, string more = "")
    {
        string body = formula is null
            ? "throw new Sys__::NotSupportedException(\"The formula of this function is not known.\")"
            : StepBoundEmitter.Print(formula, Number);
        writer.Line($"static {Number} {Domains}IActivation.{name}<{Number}>({Number} u{more}) => {body};");
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
