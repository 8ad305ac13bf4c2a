using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>One time step of the bound unit by unit: every quantity is a vector, and matrices act entry by entry.</summary>
internal static class UnitwiseEmitter
{
    private const string Number = "global::RegularizerGen.Numbers.Enclosure";

    public static void Emit(CodeWriter writer, CellPlan plan, CellNames names)
    {
        CellModel model = plan.Model;
        UnitwiseProgram program = plan.Unitwise;
        var vectors = program.Statements.SelectMany(s => s.Statement.Defined.Select(d => (Symbol: d, s.Dimension))).ToList();
        Dictionary<string, string> fields = vectors.ToDictionary(v => v.Symbol.Name, v => v.Symbol.Name + "_");
        for (int k = 0; k < model.States.Count; k++)
        {
            fields[model.States[k].Name + "Lo"] = $"Lower[{Text(k)}]";
            fields[model.States[k].Name + "Hi"] = $"Upper[{Text(k)}]";
            fields[model.States[k].Name + "Dev"] = $"Moved[{Text(k)}]";
        }

        fields[model.Input.Name + "Dev"] = "InputMoved";

        writer.Summary("One time step of the bound for every unit by itself, by the tight rules under peak perturbations: from the ranges of the previous states, and how far they and the input move, to those of the new ones.");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block("private sealed class UnitwiseStep : global::RegularizerGen.Certificates.UnitwiseBound"))
        {
            foreach ((Symbol symbol, _) in vectors)
            {
                writer.Line($"private readonly {Number}[] {fields[symbol.Name]};");
            }

            writer.Line();
            using (writer.Block("public UnitwiseStep(Shape shape, global::RegularizerGen.Certificates.Certifier certifier)"))
            {
                writer.Line($"Create(certifier, {names.Size(model.Input.Dimension)}, new int[] {{ {string.Join(", ", model.States.Select(s => names.Size(s.Dimension)))} }});");
                foreach ((Symbol symbol, int dimension) in vectors)
                {
                    writer.Line($"{fields[symbol.Name]} = new {Number}[{names.Size(dimension)}];");
                }

                for (int k = 0; k < model.States.Count; k++)
                {
                    StateRanges ranges = model.States[k].Ranges;
                    (Rational lo, Rational hi) = ranges.Invariant ?? (ranges.InitialMin, ranges.InitialMax);
                    writer.Line($"global::System.Array.Fill(Lower[{Text(k)}], {Print(lo, fields)});");
                    writer.Line($"global::System.Array.Fill(Upper[{Text(k)}], {Print(hi, fields)});");
                }
            }

            writer.Line();
            Forward(writer, plan, fields);
            writer.Line();
            writer.Line($"public override ({Number}[] Lower, {Number}[] Upper) Signal(int signal) => signal switch");
            writer.Line("{");
            using (writer.Indent())
            {
                for (int k = 0; k < model.Nodes.Count; k++)
                {
                    writer.Line($"{Text(k)} => ({Field(program.Ranges[k].Lo)}, {Field(program.Ranges[k].Hi)}), // {model.Nodes[k].Name}");
                }

                writer.Line("_ => throw new global::System.ArgumentOutOfRangeException(nameof(signal)),");
            }

            writer.Line("};");
            writer.Line();
            writer.Line($"public override {Number}[] OutputMoved => {Field(program.Deviations[model.Output])};");
        }

        writer.Line();

        string Field(Expr symbol) => fields[((Symbol)symbol).Name];
    }

    private static void Forward(CodeWriter writer, CellPlan plan, Dictionary<string, string> fields)
    {
        CellModel model = plan.Model;
        UnitwiseProgram program = plan.Unitwise;
        using (writer.Block("public override void Forward()"))
        {
            HashSet<Symbol> used = [.. program.Statements.Select(s => s.Statement).OfType<ScalarStatement>().SelectMany(s => Substitution.SymbolsOf(s.Value))];
            if (used.Contains(Expr.Symbol("inputBound")))
            {
                writer.Line($"{Number} inputBound = InputBound;");
            }

            foreach (int weight in Enumerable.Range(0, model.Weights.Count).Where(w => used.Contains(NormSymbols.Scalar(model.Weights[w]))))
            {
                writer.Line($"{Number} {NormSymbols.Scalar(model.Weights[weight]).Name} = Scalar({Text(weight)});");
            }

            int k = 0;
            while (k < program.Statements.Count)
            {
                switch (program.Statements[k].Statement)
                {
                    case ScalarStatement first:
                        int dimension = program.Statements[k].Dimension;
                        using (writer.Block($"for (int unit = 0; unit < {fields[first.Name.Name]}.Length; unit++)"))
                        {
                            for (; k < program.Statements.Count && program.Statements[k] is { Statement: ScalarStatement scalar, Dimension: var d } && d == dimension; k++)
                            {
                                writer.Line($"{fields[scalar.Name.Name]}[unit] = {Print(scalar.Value, fields)};");
                            }
                        }

                        break;
                    case RowStatement row:
                        writer.Line($"Rows({fields[row.Lo.Name]}, {fields[row.Hi.Name]}, {Terms(row.Rows, fields)}, {Biases(row.Rows)});");
                        k++;
                        break;
                    case AbsoluteProductStatement product:
                        writer.Line($"AbsoluteProduct({Text(product.Weight)}, {fields[product.Operand.Name]}, {fields[product.Name.Name]});");
                        k++;
                        break;
                    default:
                        k++;
                        break;
                }
            }

            for (int state = 0; state < model.States.Count; state++)
            {
                string lo = program.Next[state].Lo is Symbol low ? fields[low.Name] : $"Lower[{Text(state)}]";
                string hi = program.Next[state].Hi is Symbol high ? fields[high.Name] : $"Upper[{Text(state)}]";
                writer.Line($"Next({Text(state)}, {lo}, {hi}, {fields[program.Deviations[model.States[state].Next].Name]});");
            }
        }
    }

    private static string Terms(RowSumSpec rows, Dictionary<string, string> fields) => rows.Weights.Count == 0
        ? "default"
        : $"new RowTerm[] {{ {string.Join(", ", rows.Weights.Select((w, k) => $"new({Text(w)}, {fields[((Symbol)rows.Arguments[k].Lo).Name]}, {fields[((Symbol)rows.Arguments[k].Hi).Name]})"))} }}";

    private static string Biases(RowSumSpec rows) => rows.Biases.Count == 0
        ? "default"
        : $"new (int, double)[] {{ {string.Join(", ", rows.Biases.Select(b => $"({Text(b.Weight)}, {CSharpPrinter.Print(b.Coefficient, Number)})"))} }}";

    private static string Print(Expr value, Dictionary<string, string> fields) =>
        StepBoundEmitter.Print(value.Substitute(s => fields.TryGetValue(s.Name, out string? field) ? Expr.Symbol(field + "[unit]") : null), Number);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
