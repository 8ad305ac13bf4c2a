using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>The adjoint of the bound unit by unit, statement by statement from the last to the first, for penalties.</summary>
internal static class UnitwiseReverseEmitter
{
    private const string Number = "global::RegularizerGen.Numbers.Real";
    private const string Bounds = "global::RegularizerGen.Bounds.";

    public static void Emit(CodeWriter writer, CellPlan plan, CellNames names)
    {
        CellModel model = plan.Model;
        UnitwiseProgram program = plan.Unitwise;
        Dictionary<string, string> fields = UnitwiseEmitter.Fields(model, program);
        Dictionary<string, string> adjoints = program.Statements.SelectMany(s => s.Statement.Defined).ToDictionary(d => d.Name, d => d.Name + "Adjoint_");
        for (int k = 0; k < model.States.Count; k++)
        {
            adjoints[model.States[k].Name + "Lo"] = $"LowerAdjoint[{UnitwiseEmitter.Text(k)}]";
            adjoints[model.States[k].Name + "Hi"] = $"UpperAdjoint[{UnitwiseEmitter.Text(k)}]";
            adjoints[model.States[k].Name + "Dev"] = $"MovedAdjoint[{UnitwiseEmitter.Text(k)}]";
        }

        writer.Summary("The step of the bound unit by unit and its adjoint.");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"private sealed class UnitwiseReverse : UnitwiseStep<{Number}>, {Bounds}IUnitwiseReverse"))
        {
            foreach (Symbol symbol in program.Statements.SelectMany(s => s.Statement.Defined))
            {
                writer.Line($"private readonly {Number}[] {adjoints[symbol.Name]};");
            }

            foreach (RowStatement row in program.Statements.Select(s => s.Statement).OfType<RowStatement>())
            {
                writer.Line($"private readonly {Bounds}RowTerm<{Number}>[] {row.Rows.Name}TermAdjoints_;");
            }

            writer.Line($"private readonly {Bounds}UnitwiseWeights weights_;");
            writer.Line();
            using (writer.Block($"public UnitwiseReverse(Shape shape, {Bounds}UnitwiseWeights weights) : base(shape, weights)"))
            {
                writer.Line("weights_ = weights;");
                foreach (string list in new[] { "Lower", "Upper", "Moved" })
                {
                    writer.Line($"{list}Adjoint = global::System.Array.ConvertAll({list}, v => new {Number}[v.Length]);");
                    writer.Line($"Next{list}Adjoint = global::System.Array.ConvertAll({list}, v => new {Number}[v.Length]);");
                }

                foreach ((Statement statement, int dimension) in program.Statements)
                {
                    foreach (Symbol symbol in statement.Defined)
                    {
                        writer.Line($"{adjoints[symbol.Name]} = new {Number}[{names.Size(dimension)}];");
                    }
                }

                foreach (RowStatement row in program.Statements.Select(s => s.Statement).OfType<RowStatement>())
                {
                    writer.Line($"{row.Rows.Name}TermAdjoints_ = new {Bounds}RowTerm<{Number}>[] {{ {string.Join(", ", row.Rows.Weights.Select((w, k) => $"new({UnitwiseEmitter.Text(w)}, {Adjoint(row.Rows.Arguments[k].Lo)}, {Adjoint(row.Rows.Arguments[k].Hi)})"))} }};");
                }

                writer.Line($"OutputMovedAdjoint = {Adjoint(program.Deviations[model.Output])};");
            }

            writer.Line();
            foreach (string list in new[] { "Lower", "Upper", "Moved" })
            {
                writer.Line($"public {Number}[][] {list}Adjoint {{ get; }}");
                writer.Line($"public {Number}[][] Next{list}Adjoint {{ get; }}");
            }

            writer.Line($"public {Number}[] OutputMovedAdjoint {{ get; }}");
            writer.Line($"{Bounds}UnitwiseBound<{Number}> {Bounds}IUnitwiseReverse.Step => this;");
            writer.Line();
            using (writer.Block("public void ClearAdjoints()"))
            {
                foreach (string adjoint in adjoints.Values)
                {
                    writer.Line($"global::System.Array.Clear({adjoint});");
                }
            }

            writer.Line();
            Reverse(writer, plan, fields, adjoints);
        }

        writer.Line();

        string Adjoint(Expr symbol) => adjoints[((Symbol)symbol).Name];
    }

    private static void Reverse(CodeWriter writer, CellPlan plan, Dictionary<string, string> fields, Dictionary<string, string> adjoints)
    {
        CellModel model = plan.Model;
        UnitwiseProgram program = plan.Unitwise;
        using (writer.Block("public void Reverse()"))
        {
            UnitwiseEmitter.Loads(writer, model, program, Number);
            for (int state = 0; state < model.States.Count; state++)
            {
                string k = UnitwiseEmitter.Text(state);
                if (program.Next[state].Lo is Symbol lo && program.Next[state].Hi is Symbol hi)
                {
                    writer.Line($"{Bounds}UnitwiseWeights.Add({adjoints[lo.Name]}, NextLowerAdjoint[{k}]);");
                    writer.Line($"{Bounds}UnitwiseWeights.Add({adjoints[hi.Name]}, NextUpperAdjoint[{k}]);");
                }

                // How far the input itself moves depends on no weight.
                if (adjoints.TryGetValue(program.Deviations[model.States[state].Next].Name, out string? moved))
                {
                    writer.Line($"{Bounds}UnitwiseWeights.Add({moved}, NextMovedAdjoint[{k}]);");
                }
            }

            for (int k = program.Statements.Count - 1; k >= 0;)
            {
                (Statement statement, int dimension) = program.Statements[k];
                if (statement is ScalarStatement first)
                {
                    using (writer.Block($"for (int unit = 0; unit < {fields[first.Name.Name]}.Length; unit++)"))
                    {
                        for (; k >= 0 && program.Statements[k] is { Statement: ScalarStatement scalar, Dimension: var d } && d == dimension; k--)
                        {
                            Contribute(writer, model, scalar, fields, adjoints);
                        }
                    }

                    continue;
                }

                k--;
                if (statement is RowStatement row)
                {
                    writer.Line($"weights_.ReverseRows({adjoints[row.Lo.Name]}, {adjoints[row.Hi.Name]}, {UnitwiseEmitter.TermsOf(row.Rows)}, {row.Rows.Name}TermAdjoints_, {UnitwiseEmitter.BiasesOf(row.Rows)});");
                }
                else if (statement is AbsoluteProductStatement product)
                {
                    string operand = adjoints.TryGetValue(product.Operand.Name, out string? a) ? a : "default";
                    writer.Line($"weights_.ReverseAbsoluteProduct({UnitwiseEmitter.Text(product.Weight)}, {fields[product.Operand.Name]}, {adjoints[product.Name.Name]}, {operand});");
                }
            }
        }
    }

    private static void Contribute(CodeWriter writer, CellModel model, ScalarStatement scalar, Dictionary<string, string> fields, Dictionary<string, string> adjoints)
    {
        string own = adjoints[scalar.Name.Name] + "[unit]";
        foreach (Symbol symbol in Substitution.SymbolsOf(scalar.Value))
        {
            Expr slope = scalar.Value.Differentiate(symbol);
            if (slope.IsZero)
            {
                continue;
            }

            string value = slope.IsOne ? own : $"{own} * ({UnitwiseEmitter.Print(slope, fields, Number)})";
            if (adjoints.TryGetValue(symbol.Name, out string? adjoint))
            {
                writer.Line($"{adjoint}[unit] += {value};");
            }
            else
            {
                foreach (int weight in Enumerable.Range(0, model.Weights.Count).Where(w => model.Weights[w].Kind == WeightKind.Scalar && NormSymbols.Scalar(model.Weights[w]) == symbol))
                {
                    writer.Line($"weights_.ReverseScalar({UnitwiseEmitter.Text(weight)}, {value});");
                }
            }
        }
    }
}
