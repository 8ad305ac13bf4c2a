using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>One time step of the bound unit by unit: every quantity is a vector, and matrices act entry by entry.</summary>
internal static class UnitwiseEmitter
{
    private const string Number = "TNumber";
    private const string Bounds = "global::RegularizerGen.Bounds.";

    public static void Emit(CodeWriter writer, CellPlan plan, CellNames names)
    {
        CellModel model = plan.Model;
        UnitwiseProgram program = plan.Unitwise;
        Dictionary<string, string> fields = Fields(model, program);
        writer.Summary("One time step of the bound for every unit by itself, by the tight rules under peak perturbations: from the ranges of the previous states, and how far they and the input move, to those of the new ones.");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"private class UnitwiseStep<{Number}> : {Bounds}UnitwiseBound<{Number}> where {Number} : unmanaged, global::RegularizerGen.Numbers.IBoundNumber<{Number}>"))
        {
            foreach (Symbol symbol in program.Statements.SelectMany(s => s.Statement.Defined))
            {
                writer.Line($"protected readonly {Number}[] {fields[symbol.Name]};");
            }

            foreach (RowSumSpec rows in RowSums(program))
            {
                writer.Line($"protected readonly {Bounds}RowTerm<{Number}>[] {TermsOf(rows)};");
                writer.Line($"protected readonly {Bounds}BiasTerm[] {BiasesOf(rows)};");
            }

            writer.Line();
            Constructor(writer, plan, names, fields);
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

    /// <summary>C# of every vector.</summary>
    internal static Dictionary<string, string> Fields(CellModel model, UnitwiseProgram program)
    {
        Dictionary<string, string> fields = program.Statements.SelectMany(s => s.Statement.Defined).ToDictionary(d => d.Name, d => d.Name + "_");
        for (int k = 0; k < model.States.Count; k++)
        {
            fields[model.States[k].Name + "Lo"] = $"Lower[{Text(k)}]";
            fields[model.States[k].Name + "Hi"] = $"Upper[{Text(k)}]";
            fields[model.States[k].Name + "Dev"] = $"Moved[{Text(k)}]";
        }

        fields[model.Input.Name + "Dev"] = "InputMoved";
        return fields;
    }

    internal static string TermsOf(RowSumSpec rows) => rows.Name + "Terms_";

    internal static string BiasesOf(RowSumSpec rows) => rows.Name + "Biases_";

    /// <summary>The number, and the values of trainable scalars, that formulas mention besides vectors.</summary>
    internal static void Loads(CodeWriter writer, CellModel model, UnitwiseProgram program, string number)
    {
        HashSet<Symbol> used = [.. program.Statements.Select(s => s.Statement).OfType<ScalarStatement>().SelectMany(s => Substitution.SymbolsOf(s.Value))];
        if (used.Contains(Expr.Symbol("inputBound")))
        {
            writer.Line($"{number} inputBound = Kernels.InputBound;");
        }

        foreach (int weight in Enumerable.Range(0, model.Weights.Count).Where(w => used.Contains(NormSymbols.Scalar(model.Weights[w]))))
        {
            writer.Line($"{number} {NormSymbols.Scalar(model.Weights[weight]).Name} = Kernels.Scalar({Text(weight)});");
        }
    }

    /// <summary>A formula over entries of vectors.</summary>
    internal static string Print(Expr value, Dictionary<string, string> fields, string number) =>
        StepBoundEmitter.Print(value.Substitute(s => fields.TryGetValue(s.Name, out string? field) ? Expr.Symbol(field + "[unit]") : null), number);

    internal static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<RowSumSpec> RowSums(UnitwiseProgram program) => program.Statements.Select(s => s.Statement).OfType<RowStatement>().Select(r => r.Rows);

    private static void Constructor(CodeWriter writer, CellPlan plan, CellNames names, Dictionary<string, string> fields)
    {
        CellModel model = plan.Model;
        UnitwiseProgram program = plan.Unitwise;
        writer.Line($"public UnitwiseStep(Shape shape, {Bounds}IUnitwiseKernels<{Number}> kernels)");
        writer.Line($"    : base(kernels, {names.Size(model.Input.Dimension)}, new int[] {{ {string.Join(", ", model.States.Select(s => names.Size(s.Dimension)))} }})");
        using (writer.Braces())
        {
            foreach ((Statement statement, int dimension) in program.Statements)
            {
                foreach (Symbol symbol in statement.Defined)
                {
                    writer.Line($"{fields[symbol.Name]} = new {Number}[{names.Size(dimension)}];");
                }
            }

            foreach (RowSumSpec rows in RowSums(program))
            {
                writer.Line($"{TermsOf(rows)} = new {Bounds}RowTerm<{Number}>[] {{ {string.Join(", ", rows.Weights.Select((w, k) => $"new({Text(w)}, {fields[((Symbol)rows.Arguments[k].Lo).Name]}, {fields[((Symbol)rows.Arguments[k].Hi).Name]})"))} }};");
                writer.Line($"{BiasesOf(rows)} = new {Bounds}BiasTerm[] {{ {string.Join(", ", rows.Biases.Select(b => $"new({Text(b.Weight)}, {CSharpPrinter.Print(b.Coefficient, Number)})"))} }};");
            }

            for (int k = 0; k < model.States.Count; k++)
            {
                StateRanges ranges = model.States[k].Ranges;
                (Rational lo, Rational hi) = ranges.Invariant ?? (ranges.InitialMin, ranges.InitialMax);
                writer.Line($"global::System.Array.Fill(Lower[{Text(k)}], {Print(lo, fields, Number)});");
                writer.Line($"global::System.Array.Fill(Upper[{Text(k)}], {Print(hi, fields, Number)});");
            }
        }
    }

    private static void Forward(CodeWriter writer, CellPlan plan, Dictionary<string, string> fields)
    {
        CellModel model = plan.Model;
        UnitwiseProgram program = plan.Unitwise;
        using (writer.Block("public override void Forward()"))
        {
            Loads(writer, model, program, Number);
            for (int k = 0; k < program.Statements.Count;)
            {
                (Statement statement, int dimension) = program.Statements[k];
                if (statement is ScalarStatement first)
                {
                    using (writer.Block($"for (int unit = 0; unit < {fields[first.Name.Name]}.Length; unit++)"))
                    {
                        for (; k < program.Statements.Count && program.Statements[k] is { Statement: ScalarStatement scalar, Dimension: var d } && d == dimension; k++)
                        {
                            writer.Line($"{fields[scalar.Name.Name]}[unit] = {Print(scalar.Value, fields, Number)};");
                        }
                    }

                    continue;
                }

                k++;
                if (statement is RowStatement row)
                {
                    writer.Line($"Kernels.Rows({fields[row.Lo.Name]}, {fields[row.Hi.Name]}, {TermsOf(row.Rows)}, {BiasesOf(row.Rows)});");
                }
                else if (statement is AbsoluteProductStatement product)
                {
                    writer.Line($"Kernels.AbsoluteProduct({Text(product.Weight)}, {fields[product.Operand.Name]}, {fields[product.Name.Name]});");
                }
            }

            for (int state = 0; state < model.States.Count; state++)
            {
                writer.Line($"Next({Text(state)}, {NextEnd(program.Next[state].Lo, fields, $"Lower[{Text(state)}]")}, {NextEnd(program.Next[state].Hi, fields, $"Upper[{Text(state)}]")}, {fields[program.Deviations[model.States[state].Next].Name]});");
            }
        }
    }

    /// <summary>An invariant range stays what it is.</summary>
    private static string NextEnd(Expr end, Dictionary<string, string> fields, string same) => end is Symbol symbol ? fields[symbol.Name] : same;
}
