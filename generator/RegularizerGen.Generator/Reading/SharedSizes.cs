using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegularizerGen.Derivation;
using WeightKind = RegularizerGen.Derivation.WeightKind;

namespace RegularizerGen.Generator;

/// <summary>
/// Sizes are inferred, so that a forgotten matrix shows as an input that must be as long as a state. That is said of an input which no
/// matrix acts on alone, or only one that acts on states, too. Where another weight of its own acts on it, as in a skip connection or the
/// reset of MUT1, or a matrix that changes the size, as in GRU-D, or where a state is a past input, the equality is meant.
/// </summary>
internal sealed class SharedSizes(ModelBuilder builder)
{
    private readonly List<(IOperation Use, int A, int B)> meetings = [];
    private readonly List<(IOperation Use, int Weight, int Signal)> products = [];

    /// <summary>Two signals are combined element by element.</summary>
    public void Meet(IOperation use, int a, int b) => meetings.Add((use, a, b));

    /// <summary>A weight acts on a signal.</summary>
    public void Act(IOperation use, int weight, int signal) => products.Add((use, weight, signal));

    /// <summary>The inputs of which to say so, with what forces their sizes.</summary>
    /// <param name="parameters">The parameters that are inputs, in order.</param>
    /// <param name="next">The new values of the states.</param>
    /// <param name="model">The finished model.</param>
    public IEnumerable<Diagnostic> Notes(IReadOnlyList<IParameterSymbol> parameters, int[] next, CellModel model)
    {
        for (int input = 0; input < parameters.Count; input++)
        {
            int size = model.Inputs[input].Dimension;
            if (
                model.States.FirstOrDefault(s => s.Dimension == size) is { } state
                && Reason(input, size, next, model) is var (use, instead)
            )
            {
                yield return Diagnostic.Create(
                    CellDiagnostics.ForcedSize,
                    parameters[input].Locations.FirstOrDefault(),
                    parameters[input].Name,
                    state.Name,
                    use,
                    instead
                );
            }
        }
    }

    private (string Uses, string Instead)? Reason(int input, int size, int[] next, CellModel model)
    {
        (bool[] has, bool[] alone) = Reached(input, model);
        HashSet<int> shared = [.. Terms().Where(t => !alone[t.Signal] && IsMatrix(t, model)).Select(t => t.Weight)];
        if (
            next.Any(n => alone[n])
            || Terms()
                .Any(t =>
                    (alone[t.Signal] && !shared.Contains(t.Weight))
                    || (has[t.Signal] && IsMatrix(t, model) && model.Weights[t.Weight].Rows != size)
                )
        )
        {
            return null;
        }

        string name = model.Inputs[input].Name;
        string instead = $"write W * {name} with a Matrix for '{name}' alone, or put a matrix on Concat(…) of the two";
        if (meetings.FirstOrDefault(m => alone[m.A] != alone[m.B]) is { Use: { } meeting })
        {
            return (Refusal.Shortened(meeting.Syntax), instead);
        }

        (IOperation Use, int Weight, int Signal) own = products.FirstOrDefault(p => alone[p.Signal] && shared.Contains(p.Weight));
        (IOperation Use, int Weight, int Signal) other = products.FirstOrDefault(p => !alone[p.Signal] && p.Weight == own.Weight);
        return own.Use is null || other.Use is null
            ? null
            : ($"{Refusal.Shortened(own.Use.Syntax)}' and '{Refusal.Shortened(other.Use.Syntax)}", instead);
    }

    /// <summary>Products of a weight and a signal.</summary>
    private IEnumerable<SumTerm> Terms() =>
        Enumerable.Range(0, builder.Count).SelectMany(n => builder.Inspect(n).Terms).Where(t => t is { Weight: >= 0, Signal: >= 0 });

    private static bool IsMatrix(SumTerm term, CellModel model) => term.Weight >= 0 && model.Weights[term.Weight].Kind == WeightKind.Matrix;

    /// <summary>Per signal, whether it depends on an input element by element, and whether on nothing else but constants and
    /// biases.</summary>
    private (bool[] Has, bool[] Alone) Reached(int input, CellModel model)
    {
        bool[] has = new bool[builder.Count];
        bool[] other = new bool[builder.Count];
        for (int node = 0; node < has.Length; node++)
        {
            SignalDraft draft = builder.Inspect(node);
            bool isInput = draft.Operator == OperatorTable.Input.Name && draft.Index == input;
            bool isSource = draft.Operator == OperatorTable.Input.Name || draft.Operator == OperatorTable.State.Name;
            has[node] =
                isInput || draft.Arguments.Any(a => has[a]) || draft.Terms.Any(t => t.Signal >= 0 && has[t.Signal] && !IsMatrix(t, model));
            other[node] =
                (isSource && !isInput)
                || draft.Arguments.Any(a => other[a])
                || draft.Terms.Any(t => t.Signal >= 0 && (other[t.Signal] || IsMatrix(t, model)));
        }

        return (has, [.. has.Zip(other, (h, o) => h && !o)]);
    }
}
