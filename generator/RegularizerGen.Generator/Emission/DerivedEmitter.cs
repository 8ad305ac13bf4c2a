using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>Matrices that are computed from weights (skew-symmetric, low rank, diagonal plus matrix): their values, and the chain rule
/// back.</summary>
internal static class DerivedEmitter
{
    private const string Kernel = "global::RegularizerGen.Kernels.DerivedWeights";

    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        if (!names.Derived.Any())
        {
            return;
        }

        writer.Summary("The matrices that are derived from weights, and the exact chain rule back to these.");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"private sealed class Derived<{CellNames.Element}>(Shape shape) {CellNames.Constraint}"))
        {
            foreach (int weight in names.Derived)
            {
                string name = model.Weights[weight].Name;
                string size = $"{names.Size(model.Weights[weight].Rows)}, {names.Size(model.Weights[weight].Columns)}";
                foreach (string part in new[] { name, name + "Gradient" })
                {
                    writer.Line($"private readonly TElement[] {part}Values = new TElement[{names.Count(model.Weights[weight])}];");
                    writer.Line($"public global::RegularizerGen.MatrixSpan<TElement> {part} => new({part}Values, {size});");
                }
            }

            writer.Line();
            using (writer.Block("public void Compute(in View<TElement> weights)"))
            {
                foreach (int weight in names.Derived)
                {
                    writer.Line($"global::System.Array.Clear({model.Weights[weight].Name}Values);");
                    foreach (DerivedTerm term in model.Weights[weight].Terms)
                    {
                        writer.Line(Value(names, model, model.Weights[weight].Name, term));
                    }

                    writer.Line($"{Kernel}.RequireFinite<TElement>({model.Weights[weight].Name}Values, \"{names.Title(weight)}\");");
                }
            }

            writer.Line();
            EntryErrors(writer, model, names);
            writer.Line();
            using (writer.Block("public void ClearGradients()"))
            {
                foreach (int weight in names.Derived)
                {
                    writer.Line($"global::System.Array.Clear({model.Weights[weight].Name}GradientValues);");
                }
            }

            writer.Line();
            using (writer.Block("public void Backpropagate(in View<TElement> weights, in View<TElement> gradients)"))
            {
                foreach (int weight in names.Derived.Reverse())
                {
                    foreach (DerivedTerm term in model.Weights[weight].Terms.Where(t => t.Kind != DerivedKind.Identity))
                    {
                        writer.Line(Gradient(names, model, model.Weights[weight].Name + "Gradient", term));
                    }
                }
            }
        }

        writer.Line();
    }

    /// <summary>By weight, a bound of the rounding error of every entry of the matrices computed here, for certificates.</summary>
    private static void EntryErrors(CodeWriter writer, CellModel model, CellNames names)
    {
        using (writer.Block("public double[] EntryErrors(in View<TElement> weights)"))
        {
            writer.Line($"double[] errors = new double[{model.Weights.Count}];");
            writer.Line($"double[] sizes = new double[{model.Weights.Count}];");
            foreach (int weight in names.Own.Where(w => model.Weights[w].Kind is WeightKind.Matrix or WeightKind.Diagonal))
            {
                writer.Line($"sizes[{weight}] = {Kernel}.LargestEntry<TElement>(weights.{names.Weight(weight)});");
            }

            foreach (int weight in names.Derived)
            {
                DerivedTerm[] terms = [.. model.Weights[weight].Terms];
                string inner = terms.Any(t => t.Kind == DerivedKind.Product)
                    ? string.Join(" + ", terms.Where(t => t.Kind == DerivedKind.Product).Select(t => names.Columns(model.Weights[t.A])))
                    : "0";
                writer.Line($"sizes[{weight}] = {Kernel}.LargestEntry<TElement>({names.Weight(weight)});");
                writer.Line(
                    $"errors[{weight}] = {Kernel}.EntryError({2 * terms.Length} + 4 + {inner}, {string.Join(" + ", terms.Select(Magnitude))}, {string.Join(" + ", terms.Select(Inherited))});"
                );
            }

            writer.Line("return errors;");
        }

        string Magnitude(DerivedTerm term) =>
            Factor(term)
            + term.Kind switch
            {
                DerivedKind.Identity => "1",
                DerivedKind.Product =>
                    $"{names.Columns(model.Weights[term.A])} * (sizes[{term.A}] + errors[{term.A}]) * (sizes[{term.B}] + errors[{term.B}])",
                _ => $"sizes[{term.A}]",
            };

        string Inherited(DerivedTerm term) =>
            Factor(term)
            + term.Kind switch
            {
                DerivedKind.Identity => "0",
                DerivedKind.Product =>
                    $"{names.Columns(model.Weights[term.A])} * ((sizes[{term.A}] * errors[{term.B}]) + (errors[{term.A}] * sizes[{term.B}]) + (errors[{term.A}] * errors[{term.B}]))",
                _ => $"errors[{term.A}]",
            };

        static string Factor(DerivedTerm term) => CSharpPrinter.Print(Rational.Abs(term.Coefficient), "double") + " * ";
    }

    private static string Value(CellNames names, CellModel model, string target, DerivedTerm term) =>
        term.Kind switch
        {
            DerivedKind.Identity => $"{Kernel}.AddIdentity<TElement>({Literal(term.Coefficient)}, {target});",
            DerivedKind.Product =>
                $"{Kernel}.AddProduct<TElement>({Literal(term.Coefficient)}, {Inside(names.Values(term.A))}, {Inside(names.Values(term.B))}, {target});",
            DerivedKind.Diagonal => $"{Kernel}.AddDiagonal<TElement>({Literal(term.Coefficient)}, {names.Values(term.A)}, {target});",
            DerivedKind.Block =>
                $"{Kernel}.Add<TElement>({Literal(term.Coefficient)}, {names.Block(Inside(names.Values(term.A)), model.Weights[term.A], term.B)}, {target});",
            DerivedKind.Transpose =>
                $"{Kernel}.Add<TElement>({Literal(term.Coefficient)}, {Inside(names.Values(term.A))}.Transpose, {target});",
            _ => $"{Kernel}.Add<TElement>({Literal(term.Coefficient)}, {Inside(names.Values(term.A))}, {target});",
        };

    private static string Gradient(CellNames names, CellModel model, string source, DerivedTerm term) =>
        term.Kind switch
        {
            DerivedKind.Product =>
                $"{Kernel}.AddProduct<TElement>({Literal(term.Coefficient)}, {source}, {Inside(names.Values(term.B))}.Transpose, {Inside(names.Gradient(term.A))});\n"
                    + $"{Kernel}.AddProduct<TElement>({Literal(term.Coefficient)}, {Inside(names.Values(term.A))}.Transpose, {source}, {Inside(names.Gradient(term.B))});",
            DerivedKind.Diagonal =>
                $"{Kernel}.AddDiagonalGradient<TElement>({Literal(term.Coefficient)}, {source}, {names.Gradient(term.A)});",
            DerivedKind.Block =>
                $"{Kernel}.Add<TElement>({Literal(term.Coefficient)}, {source}, {names.Block(Inside(names.Gradient(term.A)), model.Weights[term.A], term.B)});",
            DerivedKind.Transpose =>
                $"{Kernel}.Add<TElement>({Literal(term.Coefficient)}, {source}.Transpose, {Inside(names.Gradient(term.A))});",
            _ => $"{Kernel}.Add<TElement>({Literal(term.Coefficient)}, {source}, {Inside(names.Gradient(term.A))});",
        };

    /// <summary>Inside of the class its own matrices need no qualifier.</summary>
    private static string Inside(string access) =>
        access.StartsWith("derived.", System.StringComparison.Ordinal) ? access.Substring("derived.".Length) : access;

    private static string Literal(Rational value) =>
        value.IsOne ? "TElement.One" : $"TElement.CreateTruncating({CSharpPrinter.Print(value, "double")})";
}
