using System;
using System.Globalization;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Names of what is known of inputs and does not change with the weights. Of several inputs they end in the input's number from
/// 1: no other quantity does, since those end in a word or in an underscore and a number.</summary>
public static class InputSymbols
{
    private static readonly string[] Kinds = ["inputBound", "inputWidth", "inputScale"];

    /// <summary>Upper end of an input's range; the lower is its negative.</summary>
    public static Symbol Bound(CellModel model, int input) => Of(0, model, input);

    /// <summary>What a unit diagonal Jacobian with respect to an input counts.</summary>
    public static Symbol Width(CellModel model, int input) => Of(1, model, input);

    /// <summary>Size of an input's disturbance relative to the common one; in emitted formulas only.</summary>
    public static Symbol Scale(CellModel model, int input) => Of(2, model, input);

    /// <summary>What tells an input from the others; empty where there are none.</summary>
    public static string Suffix(CellModel model, int input) =>
        model.Inputs.Count == 1 ? string.Empty : (input + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a symbol is one of these.</summary>
    public static bool Contains(Symbol symbol) =>
        Kinds.Any(k => symbol.Name.StartsWith(k, StringComparison.Ordinal) && symbol.Name.Skip(k.Length).All(c => c is >= '0' and <= '9'));

    private static Symbol Of(int kind, CellModel model, int input) => Expr.Symbol(Kinds[kind] + Suffix(model, input));
}
