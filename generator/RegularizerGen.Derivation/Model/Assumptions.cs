using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Derivation;

/// <summary>What a bound rests on besides the weights: declarations of the user that were not proved.</summary>
public static class Assumptions
{
    /// <summary>The assumptions of a cell as sentences, in the order of its states and signals.</summary>
    public static IReadOnlyList<string> Of(CellModel model) =>
        [
            .. from state in model.States
            where state.Ranges.Invariant is not null
            let range = state.Ranges.Invariant!.Value
            select $"{state.Name} stays in [{Text(range.Min)}, {Text(range.Max)}] at every step, declared",
            .. model.Nodes.Select(n => n.User?.Assumption).OfType<string>().Distinct(),
        ];

    private static string Text(Symbolics.Rational value) => value.ToDouble().ToString("R", CultureInfo.InvariantCulture);
}
