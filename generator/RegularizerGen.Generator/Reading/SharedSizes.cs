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
    /// <summary>Inputs whose traces are followed together, a bit each.</summary>
    private const int Bits = 64;

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
        HashSet<SumTerm> terms = [.. Terms().Select(t => t with { Coefficient = 1 })];
        (ulong[] Has, ulong[] Other) traces = ([], []);
        for (int input = 0; input < parameters.Count; input++)
        {
            traces = input % Bits == 0 ? Traces(input, model) : traces;
            int size = model.Inputs[input].Dimension;
            if (
                model.States.FirstOrDefault(s => s.Dimension == size) is { } state
                && Reason(new Reached(traces.Has, traces.Other, input % Bits), terms, input, size, next, model) is var (use, instead)
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

    private (string Uses, string Instead)? Reason(Reached reached, HashSet<SumTerm> terms, int input, int size, int[] next, CellModel model)
    {
        HashSet<int> shared = [.. terms.Where(t => !reached.Alone(t.Signal) && IsMatrix(t, model)).Select(t => t.Weight)];
        if (
            next.Any(reached.Alone)
            || terms.Any(t =>
                (reached.Alone(t.Signal) && !shared.Contains(t.Weight))
                || (reached.Has(t.Signal) && IsMatrix(t, model) && model.Weights[t.Weight].Rows != size)
            )
        )
        {
            return null;
        }

        string name = model.Inputs[input].Name;
        string instead = $"write W * {name} with a Matrix for '{name}' alone, or put a matrix on Concat(…) of the two";
        if (meetings.FirstOrDefault(m => reached.Alone(m.A) != reached.Alone(m.B)) is { Use: { } meeting })
        {
            return (Refusal.Shortened(meeting.Syntax), instead);
        }

        (IOperation Use, int Weight, int Signal) own = products.FirstOrDefault(p => reached.Alone(p.Signal) && shared.Contains(p.Weight));
        (IOperation Use, int Weight, int Signal) other = products.FirstOrDefault(p => !reached.Alone(p.Signal) && p.Weight == own.Weight);
        return own.Use is null || other.Use is null
            ? null
            : ($"{Refusal.Shortened(own.Use.Syntax)}' and '{Refusal.Shortened(other.Use.Syntax)}", instead);
    }

    /// <summary>Products of a weight and a signal.</summary>
    private IEnumerable<SumTerm> Terms() =>
        Enumerable.Range(0, builder.Count).SelectMany(n => builder.Inspect(n).Terms).Where(t => t is { Weight: >= 0, Signal: >= 0 });

    private static bool IsMatrix(SumTerm term, CellModel model) => term.Weight >= 0 && model.Weights[term.Weight].Kind == WeightKind.Matrix;

    /// <summary>Per signal a bit for each of some inputs: whether it depends on the input element by element, and whether on anything else
    /// but constants and biases.</summary>
    /// <param name="first">The first of the inputs.</param>
    /// <param name="model">The finished model.</param>
    private (ulong[] Has, ulong[] Other) Traces(int first, CellModel model)
    {
        ulong[] has = new ulong[builder.Count];
        ulong[] other = new ulong[builder.Count];
        for (int node = 0; node < has.Length; node++)
        {
            SignalDraft draft = builder.Inspect(node);
            bool isInput = draft.Operator == OperatorTable.Input.Name;
            has[node] = isInput && draft.Index >= first && draft.Index - first < Bits ? 1UL << (draft.Index - first) : 0;
            other[node] = isInput || draft.Operator == OperatorTable.State.Name ? ~has[node] : 0;
            foreach (int argument in draft.Arguments)
            {
                has[node] |= has[argument];
                other[node] |= other[argument];
            }

            foreach (SumTerm term in draft.Terms.Where(t => t.Signal >= 0))
            {
                bool isMatrix = IsMatrix(term, model);
                has[node] |= isMatrix ? 0 : has[term.Signal];
                other[node] |= isMatrix ? ulong.MaxValue : other[term.Signal];
            }
        }

        return (has, other);
    }

    /// <summary>What depends on one input.</summary>
    private readonly struct Reached(ulong[] has, ulong[] other, int bit)
    {
        /// <summary>Whether a signal depends on it element by element.</summary>
        public bool Has(int signal) => ((has[signal] >> bit) & 1) != 0;

        /// <summary>Whether on nothing else but constants and biases.</summary>
        public bool Alone(int signal) => Has(signal) && ((other[signal] >> bit) & 1) == 0;
    }
}
