using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>The states before the first step: given by the caller, within the ranges that the cell declares.</summary>
internal static partial class UnrolledEmitter
{
    /// <summary>C# of the check of a state, whose values and number of elements are given.</summary>
    internal static string InitialCheck(StateModel state, string element, string values, string length)
    {
        (Rational lo, Rational hi) = state.Ranges.Invariant ?? (state.Ranges.InitialMin, state.Ranges.InitialMax);
        return $"{Start}.Require<{element}>({values}, {length}, {CSharpPrinter.Print(lo, "double")}, {CSharpPrinter.Print(hi, "double")}, \"{state.Name}\");";
    }

    private static void CheckInitial(CodeWriter writer, CellModel model, CellNames names)
    {
        for (int k = 0; k < model.States.Count; k++)
        {
            writer.Line(
                InitialCheck(model.States[k], "TElement", "initial." + names.State(k), "batch * " + names.Size(model.States[k].Dimension))
            );
        }
    }

    private static void InitialStates(CodeWriter writer, CellModel model, CellNames names)
    {
        writer.Summary(
            "The states before the first step, in the ranges that the cell declares ([0, 0] unless it says otherwise): every gain holds for these. One that is left out is 0."
        );
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"public readonly ref struct {CellNames.InitialStates}<{CellNames.Element}> {CellNames.Constraint}"))
        {
            for (int k = 0; k < model.States.Count; k++)
            {
                (Rational lo, Rational hi) =
                    model.States[k].Ranges.Invariant ?? (model.States[k].Ranges.InitialMin, model.States[k].Ranges.InitialMax);
                writer.Summary(
                    $"State {model.States[k].Name} [batch, {model.Dimensions[model.States[k].Dimension].Parameter}], in [{CSharpPrinter.Print(lo, "double")}, {CSharpPrinter.Print(hi, "double")}]."
                );
                writer.Line($"public global::System.ReadOnlySpan<TElement> {names.State(k)} {{ get; init; }}");
            }
        }

        writer.Line();
    }
}
