using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>One time step of the derived bound and its reverse, as straight-line code over any kind of bound number.</summary>
internal static partial class StepBoundEmitter
{
    private const string Number = "TNumber";
    private const string Bounds = "Rg__::Bounds.";

    public static void Emit(CodeWriter writer, CellPlan plan)
    {
        CellModel model = plan.Model;
        BoundProgram bound = plan.Bound;
        var names = new BoundNames(plan);
        writer.Line("// One time step: from the ranges of the previous states to those of the new ones, and to the coefficients A and B.");
        using (
            writer.Block(
                $"private sealed class StepBound<{Number}> : {Bounds}StepBound<{Number}> where {Number} : unmanaged, "
                    + $"Rg__::Numbers.IBoundNumber<{Number}>"
            )
        )
        {
            Declare(writer, $"private readonly {Bounds}RowSum<{Number}>", bound.RowSums.Select(Field));
            writer.Line(
                $"private readonly Sys__::Runtime.CompilerServices.StrongBox<{names.Quantities}>[] values; // by step, then the adjoints"
            );
            writer.Line();
            writer.Line($"public StepBound({Bounds}WeightSlot[] weights, Rg__::BoundRules rules, int horizon)");
            writer.Line(
                $"    : base(states: {model.States.Count}, rows: {bound.RowCount}, norms: "
                    + $"{bound.OperatorNorms.Count + bound.InputNorms.Count}, scalars: {bound.Scalars.Count}, rules, horizon"
                    + (model.Inputs.Count == 1 ? ")" : $", inputs: {model.Inputs.Count})")
            );
            using (writer.Braces())
            {
                writer.Line($"values = Boxes<{names.Quantities}>(horizon + 1);");
                foreach (RowSumSpec rows in bound.RowSums)
                {
                    string[] coefficients = [.. rows.Biases.Select(b => CSharpPrinter.Print(b.Coefficient, Number))];
                    writer.Line(
                        $"{Field(rows)} = Rows([{Slots(rows.Weights)}], {rows.InputTerms}, [{Slots(rows.Biases.Select(b => b.Weight))}], [{string.Join(", ", coefficients)}]); // {Describe(model, rows)}"
                    );
                }
            }

            writer.Line();
            Prepare(writer, plan, names);
            Forward(writer, plan, names);
            Reverse(writer, plan, names);
            writer.Line();
            writer.Line("// The quantities of a step, or their adjoints.");
            using (writer.Block("private struct " + names.Quantities))
            {
                Declare(writer, $"public {Bounds}Range<{Number}>", names.Fields(QuantityKind.Range));
                Declare(writer, $"public {Bounds}Tie<{Number}>", names.Fields(QuantityKind.Tie));
                Declare(writer, $"public {Number}", names.Fields(QuantityKind.Number));
            }
        }

        writer.Line();

        static string Slots(IEnumerable<int> weights) =>
            string.Join(", ", weights.Select(w => System.FormattableString.Invariant($"weights[{w}]")));
    }

    /// <summary>One declaration of several variables or fields.</summary>
    private static void Declare(CodeWriter writer, string type, IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length > 0)
        {
            writer.Line($"{type} {string.Join(", ", all)};");
        }
    }

    private static void Prepare(CodeWriter writer, CellPlan plan, BoundNames names)
    {
        using (writer.Block("public override void Prepare()"))
        {
            IEnumerable<Interval> ranges = plan.Bound.RowSums.SelectMany(r => r.Arguments.Take(r.InputTerms));
            Declare(writer, Number, names.Locals(ranges.SelectMany(r => Substitution.SymbolsOf(r.Hi))));
            for (int k = 0; k < plan.Model.States.Count; k++)
            {
                StateRanges state = plan.Model.States[k].Ranges;
                (Rational lo, Rational hi) = state.Invariant ?? (state.InitialMin, state.InitialMax);
                writer.Line($"State(0, {k}) = new({Print(lo)}, {Print(hi)});");
            }

            foreach (RowSumSpec rows in plan.Bound.RowSums)
            {
                IEnumerable<string> arguments = rows.Arguments.Take(rows.InputTerms).Select(a => $"new({Print(a.Lo)}, {Print(a.Hi)})");
                writer.Line($"{Field(rows)}.Prepare([{string.Join(", ", arguments)}]);");
            }
        }

        writer.Line();
    }

    /// <summary>Numbers that no double equals are marked, for enclosures.</summary>
    internal static string Print(Expr expression, string number = Number) =>
        CSharpPrinter.Print(
            expression,
            number,
            value =>
            {
                string text = CSharpPrinter.Print(value, number);
                return !IsDouble(value) ? $"{number}.Rounded({text})"
                    : value.Sign < 0 ? $"({text})"
                    : text;
            }
        );

    internal static bool IsDouble(Rational value)
    {
        System.Numerics.BigInteger denominator = value.Denominator;
        return denominator.IsPowerOfTwo && System.Numerics.BigInteger.Abs(value.Numerator) < (System.Numerics.BigInteger.One << 53);
    }

    private static string Field(RowSumSpec rows) => rows.Name + "Rows";

    private static string Describe(CellModel model, RowSumSpec rows) =>
        string.Join(", ", rows.Weights.Concat(rows.Biases.Select(b => b.Weight)).Select(w => model.Weights[w].Name));
}
