using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The cell seen from outside, for tools that treat many cells alike.</summary>
internal static class DescriptionEmitter
{
    private const string Signal = "Rg__::Signal";

    public static void Emit(CodeWriter writer, CellNames names)
    {
        writer.Summary("This cell seen from outside, for tools that treat many cells alike.");
        writer.Line(CellEmitter.GeneratedCode);
        writer.Line($"public static Rg__::CellDescription Description {{ get; }} = new {names.Internals}.Outside();");
        writer.Line();
    }

    /// <summary>The class of the description.</summary>
    public static void EmitClass(CodeWriter writer, CellSource cell, CellNames names)
    {
        using (writer.Block("public sealed class Outside : Rg__::CellDescription"))
        {
            writer.Line($"public Outside() : base({names.Internals}.Definition) {{ }}");
            writer.Line();
            writer.Line($"public override string Derivation => {names.Qualified}.Derivation.Text;");
            writer.Line();
            writer.Line("protected override Rg__::Definitions.CellCore Core(int[] sizes) => new Core(ShapeOf(sizes));");
            writer.Line();
            Executable(writer, cell, names);
            writer.Line();
            using (writer.Block("private static Shape ShapeOf(int[] sizes)"))
            {
                writer.Line("Definition.Require(sizes);");
                writer.Line($"return new({string.Join(", ", names.DimensionProperties.Select((_, k) => $"sizes[{k}]"))});");
            }
        }
    }

    private static void Executable(CodeWriter writer, CellSource cell, CellNames names)
    {
        string[] states = [.. cell.Model.States.Select(s => s.Name)];
        string[] inputs = [.. cell.Model.Inputs.Select(i => i.Name)];
        string Input(string name) => inputs.Length == 1 ? "input" : $"PartOf(input, sizes, {System.Array.IndexOf(inputs, name)})";
        string arguments = string.Join(
            ", ",
            cell.Step.Parameters.Select(p => p.TrimStart('@'))
                .Select(p => System.Array.IndexOf(states, p) is >= 0 and int k ? $"states[{k}]" : Input(p))
        );
        bool tuple = cell.Step.StateItems.Count > 0;
        string next = string.Join(", ", states.Select((_, k) => tuple ? $"next.Item{cell.Step.StateItems[k] + 1}" : "next"));
        string output = tuple ? $"next.Item{cell.Step.OutputItem + 1}" : "next";
        using (
            writer.Block(
                $"protected override Sys__::Func<{Signal}, {Signal}[], ({Signal}[] States, {Signal} Output)> "
                    + "Executable(int[] sizes, double[] parameters)"
            )
        )
        {
            writer.Line($"{names.Qualified} cell = new(ViewOf<double>(ShapeOf(sizes), parameters));");
            writer.Line("return (input, states) =>");
            writer.Line("{");
            using (writer.Indent())
            {
                writer.Line($"{cell.Step.ReturnType} next = cell.Next({arguments});");
                writer.Line($"return (new {Signal}[] {{ {next} }}, {output});");
            }

            writer.Line("};");
        }
    }
}
